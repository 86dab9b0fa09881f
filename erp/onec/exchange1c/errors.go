package exchange1c

import (
	"bytes"
	"errors"
	"mime"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// answer is an answer in lines.
type answer struct{ lines []string }

// first returns the first line as 1C compares it.
func (a *answer) first() string {
	if len(a.lines) == 0 {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(a.lines[0]))
}

// decodeAnswer reads an answer in lines. An empty one is an error, as it is to 1C.
func decodeAnswer(r *rest.Reply, out any) error {
	if b, ok := out.(*[]byte); ok {
		*b = r.Body
		return nil
	}
	text := strings.TrimSpace(plain(r.Header.Get("Content-Type"), r.Body))
	if text == "" {
		return errors.New("the answer is empty")
	}
	if a, ok := out.(*answer); ok {
		a.lines = nil // of an earlier try
		for l := range strings.SplitSeq(text, "\n") {
			a.lines = append(a.lines, strings.TrimSpace(l))
		}
	}
	return nil
}

// plain returns a text as UTF-8: by the charset of its Content-Type, or else by what it is.
func plain(contentType string, b []byte) string {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	_, params, _ := mime.ParseMediaType(contentType) // a header that cannot be read states nothing
	if strings.EqualFold(params["charset"], "windows-1251") {
		if t, err := charmap.Windows1251.NewDecoder().Bytes(b); err == nil {
			return string(t)
		}
	}
	return utf8Text(string(b))
}

// judge reads the answers in which a shop reports an error: "failure", and "error" of older 1C-Bitrix, each with a
// text.
func judge(r *rest.Reply) *ordo.Error {
	var a answer
	if err := decodeAnswer(r, &a); err != nil {
		return nil
	}
	word := a.first()
	if word != failure && word != "error" {
		return nil
	}
	text := strings.TrimSpace(strings.Join(a.lines[1:], "\n"))
	if text == "" {
		return &ordo.Error{Code: word, Class: ordo.Invalid, Text: "the shop gives no reason"}
	}
	return &ordo.Error{Code: word, Class: classOf(text), Text: text}
}

// classes are the texts of 1C-Bitrix whose class is known, by what is in them. Other shops say "failure" in words of
// their own, which are Invalid: a repeat changes nothing.
var classes = []struct {
	words string
	class ordo.Class
}{
	{"Ошибка авторизации", ordo.Auth},
	{"нет прав", ordo.Auth},
	{"BX_SESSION_ID_CHANGE", ordo.Auth},
	{"Ошибка проверки источника запроса", ordo.Conflict}, // the session is not known any more: begin again
	{"Ошибка инициализации временного каталога", ordo.Retry},
	{"Ошибка открытия файла", ordo.Retry},
	{"Ошибка записи в файл", ordo.Retry},
	{"Ошибка создания", ordo.Retry},
	{"Неизвестная команда", ordo.Unsupported},
	{"Unknown command", ordo.Unsupported},
	{"Распаковка на сайте невозможна", ordo.Unsupported},
	{"не найден", ordo.NotFound},
	{"не может быть изменен", ordo.Conflict},
}

// classOf returns the class of what a shop says.
func classOf(text string) ordo.Class {
	for _, c := range classes {
		if strings.Contains(text, c.words) {
			return c.class
		}
	}
	return ordo.Invalid
}

var errOtherForm = errors.New("the answer is not of the exchange with 1C: its first line is unknown")

// isLogin checks the answer to checkauth.
func isLogin(a *answer) func() error {
	return func() error {
		if a.first() != success || len(a.lines) < 3 || a.lines[1] == "" || a.lines[2] == "" {
			return errors.New("the answer to checkauth is not success, a cookie's name and its value, a line each")
		}
		if strings.ContainsAny(a.lines[1], "; \t=") || strings.ContainsAny(a.lines[2], "; \t") {
			return errors.New("the answer to checkauth has no cookie that can be sent")
		}
		return nil
	}
}

// isLimits checks the answer to init, and takes what it says.
func isLimits(a *answer, s *Session) func() error {
	return func() error {
		if len(a.lines) < 2 || !strings.HasPrefix(a.first(), "zip=") {
			return errors.New("the answer to init is not zip=yes or zip=no, and file_limit")
		}
		s.Zip = a.first() == "zip=yes"
		s.takeNamed(a.lines[1:])
		return nil
	}
}

// takeNamed takes the lines that have names.
func (s *Session) takeNamed(lines []string) {
	for _, l := range lines {
		name, value, _ := strings.Cut(l, "=")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "file_limit":
			s.FileLimit = 0 // what is no number above 0 is no limit, as for 1C
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && n > 0 {
				s.FileLimit = n
			}
		case "sessid":
			s.sessid = ordo.NewSecret(value)
		case "version":
			s.Version = value
		case "timestamp":
			s.Timestamp = value
		}
	}
}

// isDone checks an answer that has nothing to say but "success".
func isDone(a *answer) func() error {
	return func() error {
		if a.first() != success {
			return errOtherForm
		}
		return nil
	}
}
