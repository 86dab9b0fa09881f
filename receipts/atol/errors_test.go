package atol

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

func TestEveryCodeOfTheServiceHasItsClass(t *testing.T) {
	for _, tc := range []struct {
		code, status int
		class        ordo.Class
		fresh        bool // a fresh token may help
	}{
		{0, 400, ordo.Retry, false},
		{1, 400, ordo.Retry, false},
		{10, 401, ordo.Auth, true},
		{11, 401, ordo.Auth, true},
		{12, 401, ordo.Auth, false},
		{13, 400, ordo.Invalid, false},
		{14, 403, ordo.Auth, false},
		{20, 401, ordo.Auth, true},
		{21, 401, ordo.Auth, false},
		{30, 400, ordo.NotFound, false},
		{31, 400, ordo.Unsupported, false},
		{32, 400, ordo.Invalid, false},
		{33, 400, ordo.Conflict, false},
		{34, 400, ordo.Retry, false}, // with 200 it is no error
		{40, 400, ordo.Invalid, false},
		{41, 415, ordo.Invalid, false},
		{50, 500, ordo.Retry, false},
	} {
		body := fmt.Sprintf(`{"timestamp":"14.01.2026 10:02:16","error":{"error_id":"e-1","code":%d,"text":"Текст","type":"system"}}`, tc.code)
		e := judge(&rest.Reply{Status: tc.status, Body: []byte(body)})
		require.NotNil(t, e, "%d", tc.code)
		require.Equal(t, tc.class, e.Class, "%d", tc.code)
		require.Equal(t, fmt.Sprint(tc.code), e.Code)
		require.Contains(t, e.Text, "Текст")
		require.Equal(t, "e-1", e.RequestID)
		require.Equal(t, tc.fresh, expired(e), "%d", tc.code)
		require.NotEmpty(t, serviceCodes[tc.code].name)
	}
	require.Len(t, serviceCodes, 17, "each is in the table above")
}

func TestWhatIsNotAnErrorIsNotJudged(t *testing.T) {
	for _, body := range []string{
		`{"uuid":"u","error":null,"status":"wait"}`, `{"status":"wait","error":{"code":34,"text":"","type":"system"}}`,
		`{"uuid":"u","status":"fail","error":{"code":2009,"text":"ИНН","type":"agent"}}`, `<html>`, `[]`, ``,
	} {
		require.Nil(t, judge(&rest.Reply{Status: 200, Body: []byte(body)}), body)
	}
	e := judge(&rest.Reply{Status: 200, Body: []byte(`{"error":{"code":777}}`)})
	require.Equal(t, ordo.InDoubt, e.Class, "it refuses nothing")
	require.NotEmpty(t, e.Text)
	require.Zero(t, judge(&rest.Reply{Status: 503, Body: []byte(`{"error":{"code":777}}`)}).Class, "the status decides")
	require.Equal(t, "ValidationException", judge(&rest.Reply{Status: 400, Body: []byte(`{"error":{"code":"13"}}`)}).Text)
}

// fault: C26
func TestEveryCodeOfARegisterHasItsRemedy(t *testing.T) {
	count := map[Remedy]int{}
	for code, r := range registerCodes {
		require.NotEmpty(t, r.meaning, "%d", code)
		count[r.remedy]++
	}
	require.Equal(t, map[Remedy]int{Correct: 48, SendAgain: 3, CallService: 161}, count, "as many as the table of document 5.23 has")
	for remedy, codes := range map[Remedy][]int{
		Correct: {13, 66, 409, 2003, 2009, 2146233033}, SendAgain: {-1, 36, 40}, CallService: {1, 68, 402, 411, 420, 421, 2004, 2005},
	} {
		for _, code := range codes {
			require.Equal(t, remedy, Fault{Code: code, Type: "driver"}.Remedy(), "%d", code)
		}
	}
	require.Contains(t, Fault{Code: 421}.Meaning(), "ism_optional")
	require.Equal(t, ordo.Invalid, Correct.Class())
	require.Equal(t, ordo.Retry, SendAgain.Class())
	require.Equal(t, ordo.Retry, CallService.Class())
}

func TestTheSameCodeMeansAnotherThingOfTheServiceThanOfARegister(t *testing.T) {
	require.Equal(t, Correct, Fault{Code: 32, Type: "system"}.Remedy(), "the document is not valid")
	require.Equal(t, CallService, Fault{Code: 32, Type: "driver"}.Remedy(), "closing the shift was interrupted")
	require.Equal(t, SendAgain, Fault{Code: 1, Type: "system"}.Remedy())
	require.Equal(t, "Undefined", Fault{Code: 0, Type: "unknown"}.Meaning())
	require.Equal(t, SendAgain, Fault{Code: -1, Type: "timeout"}.Remedy())
	require.Equal(t, CallService, Fault{Code: 2004, Type: "agent"}.Remedy())
	require.Equal(t, CallService, Fault{Code: 31337, Type: "driver"}.Remedy(), "not documented")
	require.Empty(t, Fault{Code: 31337, Type: "driver"}.Meaning())
}
