package megamarkettest

import (
	"net/http"
	"strconv"

	"github.com/ordo-sdk/ordo/fake"
)

// Refuse answers 200 with success 0. The method is not done.
func Refuse(message string) fake.Fault {
	return fake.Refuse(http.StatusOK, "application/json", `{"success":0,"meta":{},"error":[{"message":`+strconv.Quote(message)+`}]}`)
}
