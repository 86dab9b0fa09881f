package ordo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/stretchr/testify/require"
)

// fault: R9
func TestASecretIsShownByNothing(t *testing.T) {
	const text = "s3cret-key"
	type settings struct {
		Shown  ordo.Secret
		hidden ordo.Secret
		nested *struct{ key ordo.Secret }
	}
	s := ordo.NewSecret(text)
	whole := settings{s, s, &struct{ key ordo.Secret }{s}}
	for _, v := range []any{s, &s, whole, &whole, []ordo.Secret{s}, map[string]ordo.Secret{"key": s}, map[string]any{"x": whole}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3s", "%t"} {
			require.NotContains(t, fmt.Sprintf(verb, v), text, verb)
			require.NotContains(t, fmt.Sprintf(verb, v), fmt.Sprintf("%x", text), verb)
		}
		b, err := json.Marshal(v)
		require.NoError(t, err)
		require.NotContains(t, string(b), text)
		var out bytes.Buffer
		for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(h).Info("made", "it", v)
		}
		require.NotContains(t, out.String(), text)
	}
	require.Equal(t, text, s.Reveal())
	require.Equal(t, "***", s.String())
}

func TestSecretsAreComparedAsAWhole(t *testing.T) {
	s := ordo.NewSecret("abcd")
	require.True(t, s.Equal("abcd"))
	for _, given := range []string{"", "abc", "abcde", "ABCD", "***"} {
		require.False(t, s.Equal(given), given)
	}
	var none ordo.Secret
	require.True(t, none.IsZero())
	require.False(t, none.Equal(""), "a forgotten setting lets nobody in")
	require.True(t, ordo.NewSecret("").IsZero())
	require.Empty(t, none.String())
}

func TestASecretIsReadFromSettings(t *testing.T) {
	var in struct{ Key ordo.Secret }
	require.NoError(t, json.Unmarshal([]byte(`{"Key":"abc"}`), &in))
	require.Equal(t, "abc", in.Key.Reveal())
}
