package exchange1c

import (
	"io/fs"
	"strings"
	"unicode"
)

// maxName is the longest name of a file with its folders, in bytes.
const maxName = 1000

// cleanName returns the name of an uploaded file, or of one in an archive, as a path with slashes below the upload,
// such as "import_files/ab/1.jpg". Names that lead elsewhere are refused: nothing is written under them, but what reads
// the upload may write its files by their names. As 1C-Bitrix does, it takes "\" for "/", and leaves out the folder of
// a 1C that sends its own temporary path.
func cleanName(given string) (string, error) {
	name := strings.ReplaceAll(utf8Text(given), `\`, "/")
	for _, folder := range []string{"/tmp/", "upload/1c/webdata/"} {
		name = strings.TrimPrefix(name, folder)
	}
	switch {
	case name == "":
		return "", refuse("В запросе нет имени файла: ожидается filename=import0_1.xml")
	case len(name) > maxName:
		return "", refuse("Имя файла длиннее 1000 байт")
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", refuse("В имени файла есть управляющие символы")
	case strings.Contains(name, ":"), !fs.ValidPath(name), name == ".":
		return "", refuse("Недопустимое имя файла " + quote(name) + ": ожидается путь внутри выгрузки, например import_files/ab/1.jpg")
	}
	return name, nil
}

// quote returns a foreign text as it is shown to a person: cut, and without what does not print.
func quote(s string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
	if r := []rune(clean); len(r) > 100 {
		clean = string(r[:100]) + "…"
	}
	return "«" + clean + "»"
}
