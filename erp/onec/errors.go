package onec

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Codes of 1C's errors, in [ordo.Error].Code.
const (
	CodeRefused    = "-1" // the configuration's own refusal, such as that of a posting, and every internal error
	CodeNoEntity   = "8"  // not there, or not in the interface's composition
	CodeNoInstance = "9"
	CodeNoProperty = "10"
	CodeFilter     = "14"
	CodeExists     = "15"
	CodeForbidden  = "20"
)

// classes are what 1C's codes mean, whatever the HTTP status is.
var classes = map[string]ordo.Class{
	"0": ordo.Unsupported, "1": ordo.Invalid, "2": ordo.Invalid, "3": ordo.Unsupported, "4": ordo.Invalid, "5": ordo.Invalid,
	"6": ordo.Unsupported, "7": ordo.Invalid, CodeNoEntity: ordo.Unsupported, CodeNoInstance: ordo.NotFound,
	CodeNoProperty: ordo.Invalid, "11": ordo.Unsupported, "12": ordo.Invalid, "13": ordo.Unsupported, CodeFilter: ordo.Invalid,
	CodeExists: ordo.Conflict, "16": ordo.Invalid, "17": ordo.Unsupported, "18": ordo.Unsupported, "19": ordo.Unsupported,
	CodeForbidden: ordo.Auth, "21": ordo.Unsupported, CodeRefused: ordo.Conflict,
}

// refusals are words in refusals of code -1 that mean something else than "not in this state". After all of them
// nothing was done: the transaction was rolled back.
var refusals = []struct {
	words string
	class ordo.Class
}{
	{"ошибка блокировки", ordo.Retry},
	{"конфликт блокировок", ordo.Retry},
	{"ошибка при блокировке", ordo.Retry},
	{"объект заблокирован", ordo.Retry},
	{"не удалось заблокировать", ordo.Retry},
	{"превышено максимальное время ожидания предоставления блокировки", ordo.Retry},
	{"lock conflict", ordo.Retry},
	{"не обнаружено свободной лицензии", ordo.Retry},
	{"нарушение прав доступа", ordo.Auth},
	{"недостаточно прав", ordo.Auth},
	{"access violation", ordo.Auth},
}

// refusal is 1C's report of an error in JSON.
type refusal struct {
	Error *struct {
		Code    lax.Text        `json:"code"`
		Message json.RawMessage `json:"message"`
	} `json:"odata.error"`
}

// atom is the same in XML.
type atom struct {
	XMLName xml.Name `xml:"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata error"`
	Code    string   `xml:"code"`
	Message string   `xml:"message"`
}

// judge reads 1C's errors. What is not in 1C's form is the web server's.
func judge(r *rest.Reply) *ordo.Error {
	ok := r.Status >= 200 && r.Status < 300
	if ok && !bytes.Contains(r.Body[:min(len(r.Body), 256)], []byte(`"odata.error"`)) {
		return nil
	}
	code, text, is := report(r.Body)
	if !is {
		return nil
	}
	e := &ordo.Error{Code: code, Text: text, Class: classes[code]}
	for _, t := range refusals {
		if code == CodeRefused && strings.Contains(strings.ToLower(text), t.words) {
			e.Class = t.class
			break
		}
	}
	switch {
	case r.Status == http.StatusPreconditionFailed:
		e.Class = ordo.Conflict
	case r.Status == http.StatusUnauthorized:
		e.Class = ordo.Auth
	case e.Class == 0 && (ok || r.Status >= http.StatusInternalServerError):
		e.Class = ordo.Conflict // a code that is not documented is a refusal all the same
	}
	return e
}

// report reads the code and the text of an error in either form.
func report(body []byte) (code, text string, is bool) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	var said refusal
	if lax.Decode(body, &said, lax.Options{}) == nil && said.Error != nil {
		return string(said.Error.Code), message(said.Error.Message), true
	}
	var a atom
	if bytes.HasPrefix(body, []byte("<")) && xml.Unmarshal(body, &a) == nil {
		return strings.TrimSpace(a.Code), strings.TrimSpace(a.Message), true
	}
	return "", "", false
}

// message reads the text of an error: an object with a language, or a text alone.
func message(raw json.RawMessage) string {
	var m struct {
		Value lax.Text `json:"value"`
	}
	if json.Unmarshal(raw, &m) == nil {
		return strings.TrimSpace(string(m.Value))
	}
	var t lax.Text
	if json.Unmarshal(raw, &t) == nil {
		return string(t)
	}
	return string(raw)
}

// installation is what it means when 1C answers nothing at all, by the status that the web server answers in its place.
var installation = map[int]string{
	http.StatusInternalServerError: "the web server answers, and 1C does not: its event log and that of the web server tell why, such as a " +
		"folder of the infobase that the web server may not write",
	http.StatusNotFound: "no 1C answers there: check the address of the publication, and that it offers OData",
}

// isOutside reports whether err is a read that was answered by the web server, as it does where no 1C answers.
func isOutside(err error) bool {
	var e *ordo.Error
	return errors.As(err, &e) && e.Class == ordo.Retry && e.Code == "" && installation[e.HTTPStatus] != ""
}

// hasCode reports whether err is 1C's own report with this code.
func hasCode(err error, code string) bool {
	var e *ordo.Error
	return errors.As(err, &e) && e.System == Name && e.Code == code
}

// isStale reports whether err says that the object was changed since it was read.
func isStale(err error) bool {
	var e *ordo.Error
	return errors.As(err, &e) && e.HTTPStatus == http.StatusPreconditionFailed
}
