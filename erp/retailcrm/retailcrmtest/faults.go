package retailcrmtest

import "github.com/ordo-sdk/ordo/fake"

// Refuse answers with a status and an errorMsg. Nothing is done.
func Refuse(status int, errorMsg string) fake.Fault {
	return fake.Refuse(status, "application/json", `{"success":false,"errorMsg":`+text(errorMsg)+`}`)
}

// RateLimit answers 503 as the CRM does when calls come too fast. Nothing is done.
func RateLimit() fake.Fault { return Refuse(503, "Rate limit exceeded") }
