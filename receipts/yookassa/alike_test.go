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
