package cdektest

import "github.com/ordo-sdk/ordo/fake"

// Refuse answers with an error of CDEK. Nothing is done.
func Refuse(status int, code, message string) fake.Fault {
	return fake.Refuse(status, "application/json", encode(object{"errors": []object{problem(code, message)}}))
}
