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
	correct := []int{
		13, 16, 17, 23, 24, 27, 38, 41, 43, 48, 52, 53, 57, 58, 60, 63, 66, 78, 98, 110, 128, 134, 143, 144, 145, 146, 147,
		161, 163, 193, 215, 216, 217, 228, 231, 243, 244, 261, 265, 405, 408, 409, 412, 2003, 2006, 2007, 2009, 2146233033,
	}
	again := []int{-1, 36, 40}
	call := []int{
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 18, 19, 20, 21, 22, 26, 28, 29, 30, 31, 32, 34, 35, 42, 54, 55, 59,
		61, 62, 64, 65, 67, 68, 69, 70, 71, 72, 73, 77, 80, 81, 82, 83, 86, 89, 90, 93, 95, 97, 104, 105, 106, 107, 109, 111,
		112, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 127, 129, 131, 132, 133, 135, 136, 137, 138, 139, 140,
		141, 142, 148, 149, 154, 158, 159, 160, 162, 165, 166, 167, 168, 169, 172, 177, 178, 179, 180, 181, 183, 188, 189,
		190, 191, 192, 194, 195, 196, 197, 198, 199, 200, 201, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214,
		221, 224, 225, 226, 227, 230, 241, 245, 246, 247, 248, 249, 251, 258, 262, 263, 264, 402, 404, 406, 407, 410,
		411, 413, 414, 418, 419, 420, 421, 501, 502, 2004, 2005,
	}
	for remedy, codes := range map[Remedy][]int{Correct: correct, SendAgain: again, CallService: call} {
		for _, code := range codes {
			f := Fault{Code: code, Type: "driver"}
			require.Equal(t, remedy, f.Remedy(), "%d", code)
			require.NotEmpty(t, f.Meaning(), "%d", code)
		}
	}
	require.Contains(t, Fault{Code: 421}.Meaning(), "ism_optional")
	require.Len(t, registerCodes, len(correct)+len(again)+len(call), "each is in the table above")
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
