package onectest

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// refusal is an error as the interface answers it. One without a code comes from the web server, as HTML.
type refusal struct {
	status int
	code   string
	text   string
}

func (r *refusal) Error() string { return r.code + " " + r.text }

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status, code, fmt.Sprintf(format, args...)}
}

// The codes of the interface. Which HTTP status goes with which code is documented for few of them.
func notSupported(format string, args ...any) *refusal { return refuse(501, "0", format, args...) }
func badFormat(format string, args ...any) *refusal    { return refuse(400, "2", format, args...) }
func badValue(name string, v any) *refusal {
	return refuse(400, "4", `Неверное значение свойства "%s": %v`, name, v)
}

func noEntity(name string) *refusal {
	return refuse(404, "8", `Тип сущности "%s" не найден`, name)
}

func noInstance(name string) *refusal {
	return refuse(404, "9", `Экземпляр сущности "%s" не найден по переданному ключу.`, name)
}

func noProperty(name string) *refusal {
	return refuse(400, "10", `Запрошенное свойство "%s" не найдено`, name)
}
func noMethod() *refusal { return refuse(404, "6", "Метод не найден") }
func badOption(option, format string, args ...any) *refusal {
	return refuse(400, "14", `Ошибка разбора опции запроса "%s": %s`, option, fmt.Sprintf(format, args...))
}

func noRights() *refusal { return refuse(401, "20", "Ошибка прав доступа") }
func wrongMethod(method string) *refusal {
	return refuse(405, "19", "Использованный HTTP-метод %s запрещен в данном контексте", method)
}

// business is a refusal by the configuration's own code, or by a lock.
func business(format string, args ...any) *refusal { return refuse(500, "-1", format, args...) }

// answer writes the refusal in the format that was asked for.
func (r *refusal) answer(w http.ResponseWriter, json bool) {
	switch {
	case r.code == "":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(r.status)
		name := http.StatusText(r.status)
		_, _ = fmt.Fprintf(w, "<!DOCTYPE html><html><head><title>%d %s</title></head><body><h1>%s</h1><p>%s</p></body></html>\n",
			r.status, name, name, r.text)
	case json:
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		w.WriteHeader(r.status)
		_, _ = w.Write([]byte(oneError(r.code, r.text)))
	default:
		w.Header().Set("Content-Type", "application/xml;charset=utf-8")
		w.WriteHeader(r.status)
		_, _ = fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
			`<m:error xmlns:m="%s"><m:code>%s</m:code><m:message xml:lang="ru">%s</m:message></m:error>`,
			nsMetadata, r.code, escape(r.text))
	}
}

func oneError(code, text string) string {
	return `{"odata.error":{"code":` + quote(code) + `,"message":{"lang":"ru","value":` + quote(text) + `}}}`
}

// escape makes text safe in XML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// Refuse answers with a status, a code of the interface and a text, in JSON. Nothing is done.
func Refuse(status int, code, text string) fake.Fault {
	return fake.Refuse(status, "application/json;charset=utf-8", oneError(code, text))
}

// LockConflict answers as 1C does when another transaction holds the data: 500 with the code -1. Nothing is done.
func LockConflict() fake.Fault {
	return Refuse(500, "-1", "Конфликт блокировок при выполнении транзакции: "+
		"Превышено максимальное время ожидания предоставления блокировки")
}

// NoLicence answers as 1C does when all licences are taken: 503 without the error of the interface. Nothing is done.
func NoLicence() fake.Fault {
	return fake.Refuse(503, "text/html; charset=utf-8", "<html><body><p>Не обнаружено свободной лицензии!</p></body></html>")
}

// Broken answers as an installation does whose web server may not write to the folder of a file base: 500 without the
// error of the interface. Nothing is done.
func Broken() fake.Fault {
	return fake.Refuse(500, "text/html; charset=utf-8", "<html><body><h1>Internal Server Error</h1></body></html>")
}
