package yookassa

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMarkingCodeIsKnownByItsUnit(t *testing.T) {
	const unit = "0104601234567893215Qx7&aB2kLm9Z"
	for code, want := range map[string]string{
		unit:                          unit,
		unit + "\x1d91EE07\x1d92Zm9v": unit,
		base64.StdEncoding.EncodeToString([]byte(unit + "\x1d91EE07\x1d92Zm9v")): unit,
		"0104601234567893215Qx7********":                                         "", // told in part
		"00000046198488X?io+qCABm8wAYa":                                          "", // of another form
		base64.StdEncoding.EncodeToString([]byte("00000046198488")):              "",
		"": "",
	} {
		require.Equal(t, want, markOf(&MarkCode{GS1M: code}), code)
	}
	require.Empty(t, markOf(nil))
}

func TestEveryReasonIsExplained(t *testing.T) {
	for _, all := range [][]Reason{paymentReasons, refundReasons} {
		for _, r := range all {
			require.NotEmpty(t, r.Meaning, r.Code)
			require.NotEqual(t, RemedyUnknown, r.Remedy, r.Code)
		}
	}
	for code, again := range map[string]Remedy{
		"general_decline": RemedyAskSupport, "insufficient_funds": RemedyLater, "rejected_by_payee": RemedyNone, "rejected_by_timeout": RemedyRetry,
	} {
		r, known := RefundReason(code)
		require.True(t, known && r.Remedy == again, code)
	}
	r, known := RefundReason("something_new")
	require.False(t, known)
	require.Equal(t, []string{"something_new", "unknown", "none", "unknown"}, []string{r.Code, r.Remedy.String(), RemedyNone.String(), Remedy(99).String()})
}

func TestAPhoneHasItsCountryCodeAndDigitsOnly(t *testing.T) {
	for given, want := range map[string]string{
		"9000000000": "79000000000", "89000000000": "79000000000", "+79000000000": "79000000000", "79000000000": "79000000000",
		"+3725123456": "3725123456", // ten digits, and no Russian number
	} {
		require.Equal(t, want, phone(given))
	}
}
