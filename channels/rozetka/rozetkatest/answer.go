package rozetkatest

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo/fake"
)

// object is JSON.
type object = map[string]any

// ErrorShape is one of the forms in which ROZETKA reports errors.
type ErrorShape uint8

// The shapes of errors.
const (
	ErrorObject ErrorShape = iota // "errors" is one object, as seen
	ErrorArray                    // "errors" is an array of objects, as documented
)

// refusal is an answer that reports an error. The status is mostly 200.
type refusal struct {
	status        int
	code          int
	message, text string
	details       any
	why           string // the details in words, for methods of a test
}

func (e *refusal) Error() string {
	if e.why != "" {
		return fmt.Sprintf("%s (%d): %s", e.message, e.code, e.why)
	}
	return fmt.Sprintf("%s (%d)", e.message, e.code)
}

var (
	wrongLogin   = &refusal{code: 1004, message: "incorrect_username_password", text: "Неправильний логін або пароль"}
	accessDenied = &refusal{code: 1010, message: "access_denied", text: "В доступі відмовлено"}
	wrongToken   = &refusal{code: 1020, message: "incorrect_access_token", text: "Неправильний токен"}
	notFound     = &refusal{code: 1404, message: "model_not_found", text: "Модель не знайдена"}
	noToken      = &refusal{status: http.StatusUnauthorized, code: 5401, message: "invalid_credentials", text: "Необхідна авторизація"}
	noMethod     = &refusal{status: http.StatusNotFound, code: 5404, message: "not_found", text: "Не знайдено"}
	expired      = &refusal{status: http.StatusUnauthorized, code: 6001, message: "session_expired", text: "Сесія закінчилася"}
)

// malformed refuses a body that cannot be read or has a field that the method does not have.
func malformed(err error) *refusal {
	return &refusal{code: 1002, message: "incorrect_data_format", text: "Неправильний формат даних", details: err.Error()}
}

// invalid refuses the value of one field.
func invalid(field, format string, args ...any) *refusal {
	why := fmt.Sprintf(format, args...)
	return &refusal{
		code: 1005, message: "check_correctness_of_data", text: "Перевірте правильність введених даних",
		details: object{field: []string{why}}, why: field + ": " + why,
	}
}

func (e *refusal) body(shape ErrorShape) object {
	one := object{"message": e.message, "code": e.code, "description": e.text, "details": e.details}
	if shape == ErrorArray {
		return object{"success": false, "errors": []object{one}}
	}
	return object{"success": false, "errors": one}
}

func (s *Server) refuse(w http.ResponseWriter, e *refusal) {
	write(w, e.status, e.body(s.settings.Errors))
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	if status != 0 {
		w.WriteHeader(status)
	}
	_ = json.NewEncoder(w).Encode(v) // plain data to a writer that does not fail
}

// Refuse answers 200 with success false and one of ROZETKA's codes. The call has no effect.
func Refuse(code int, message string) fake.Fault { return RefuseWith(http.StatusOK, code, message) }

// RefuseWith is Refuse with another status, such as 503 for technical_maintenance.
func RefuseWith(status, code int, message string) fake.Fault {
	b, _ := json.Marshal((&refusal{code: code, message: message}).body(ErrorObject)) // plain data
	return fake.Refuse(status, "application/json; charset=UTF-8", string(b))
}

// page is a part of a list with the data about its pages.
func page[T any](all []T, number int) ([]T, object) { return pageOf(all, number, 20) }

// pageOf is page with another size. A page beyond the last is the last again.
func pageOf[T any](all []T, number, size int) ([]T, object) {
	pages := (len(all) + size - 1) / size
	number = max(1, min(number, pages))
	return all[min((number-1)*size, len(all)):min(number*size, len(all))], object{
		"totalCount": len(all), "pageCount": pages, "currentPage": number, "perPage": size,
	}
}
