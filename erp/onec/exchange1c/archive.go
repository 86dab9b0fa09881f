package exchange1c

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// archives are the files in the archives of an upload. They are read where they are: nothing is unpacked to the disk.
type archives struct {
	open  []*zip.ReadCloser
	files map[string]*zip.File // by their clean names
}

// close closes the archives.
func (a *archives) close() {
	if a == nil {
		return
	}
	for _, z := range a.open {
		_ = z.Close() // only read
	}
}

// maxDirectory is the longest directory of an archive, in bytes: package archive/zip keeps all of it in memory. It has
// room for the pictures of some 60000 goods.
const maxDirectory = 8 << 20

// index reads the directories of all archives of the upload. The caller holds mu.
func (u *folder) index(most int, unpacked int64) (*archives, error) {
	if u.zips != nil {
		return u.zips, nil
	}
	a := &archives{files: map[string]*zip.File{}}
	for name, f := range u.files {
		if is, err := startsWith(f.path, "PK"); err != nil || !is {
			continue // one that cannot be read says so when it is imported
		}
		if err := a.add(f.path, most, unpacked); err != nil {
			a.close()
			var no *Refusal
			if errors.As(err, &no) {
				return nil, err
			}
			return nil, &Refusal{Text: "Ошибка распаковки архива " + quote(name) + ".", Err: err}
		}
	}
	u.zips = a
	return a, nil
}

// add reads the directory of one archive. Whatever else than files with names within the upload is in it, the archive
// is refused whole.
func (a *archives) add(file string, most int, unpacked int64) error {
	if err := checkDirectory(file); err != nil {
		return err
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	a.open = append(a.open, z)
	var total uint64
	for _, f := range z.File {
		if f.Mode().IsDir() {
			continue
		}
		name, err := cleanName(entryName(f))
		if err != nil {
			return err
		}
		total += min(f.UncompressedSize64, 1<<62)
		switch {
		case !f.Mode().IsRegular():
			return refuse("В архиве есть ссылка " + quote(name) + ": допустимы только файлы")
		case f.Flags&1 != 0:
			return refuse("Архив зашифрован: отправьте его без пароля")
		case nested(name):
			return refuse("В архиве есть другой архив " + quote(name))
		case a.files[name] != nil:
			return refuse("Файл " + quote(name) + " есть в выгрузке дважды")
		case total > uint64(unpacked):
			return refuse(fmt.Sprintf("Архив распаковывается более чем в %d байт", unpacked))
		case len(a.files) >= most:
			return refuse(fmt.Sprintf("В архиве больше %d файлов", most))
		}
		a.files[name] = f
	}
	return nil
}

// entryName returns the name of a file in an archive: where it is not in UTF-8, it is in the code page of DOS.
func entryName(f *zip.File) string {
	if !utf8.ValidString(f.Name) {
		if name, err := charmap.CodePage866.NewDecoder().String(f.Name); err == nil {
			return name
		}
	}
	return f.Name
}

// nested reports whether a name is that of an archive.
func nested(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz":
		return true
	}
	return false
}

// checkDirectory refuses an archive whose directory is too long, or is not where a plain archive has it. What the
// archive says of its length is not believed: all between the beginning of the directory and the end of the file
// counts.
func checkDirectory(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	tail := make([]byte, min(size, 22+1<<16)) // the record at the end, with the longest comment
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return zip.ErrFormat
	}
	length := int64(binary.LittleEndian.Uint32(tail[at+12:]))
	start := int64(binary.LittleEndian.Uint32(tail[at+16:]))
	end := size - int64(len(tail)-at)
	if length > maxDirectory || end-start > maxDirectory {
		return refuse("В архиве слишком много файлов, или он в формате zip64: отправьте его частями")
	}
	return nil
}

// startsWith reports whether a file begins with a text.
func startsWith(file, text string) (bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, len(text))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return string(head[:n]) == text, nil
}

// find returns how to open a file of the upload, as it was sent or out of an archive, and its length.
func (u *folder) find(name string, most int, unpacked int64) (open func() (io.ReadCloser, error), size int64, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if f := u.files[name]; f != nil {
		at := f.size
		return func() (io.ReadCloser, error) { return openFirst(f.path, at) }, at, nil
	}
	a, err := u.index(most, unpacked)
	if err != nil {
		return nil, 0, err
	}
	if f := a.files[name]; f != nil {
		return func() (io.ReadCloser, error) { return f.Open() }, int64(min(f.UncompressedSize64, 1<<62)), nil
	}
	return nil, 0, fs.ErrNotExist
}

// openFirst opens the first bytes of a file, so that what is appended later is not seen.
func openFirst(file string, n int64) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(f, n), f}, nil
}
