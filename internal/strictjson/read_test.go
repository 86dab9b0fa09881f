package strictjson_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/strictjson"
)

type settings struct {
	Name  string            `json:"name"`
	On    bool              `json:"on"`
	Days  int               `json:"days"`
	Place *place            `json:"place"`
	All   []place           `json:"all"`
	Words map[string]string `json:"words"`
}

type place struct {
	Code string `json:"code"`
}

func TestSettingsAreRead(t *testing.T) {
	var s settings
	require.Empty(t, strictjson.Read([]byte(`{"name":"a","on":true,"days":3,"place":{"code":"x"},"all":[{"code":"y"}],"words":{"k":"v"}}`), &s))
	require.Equal(t, settings{"a", true, 3, &place{"x"}, []place{{"y"}}, map[string]string{"k": "v"}}, s)
}

// Everything that is wrong is said at once, by its path.
func TestEachProblemHasItsPath(t *testing.T) {
	fields := func(text string) (out []string) {
		for _, p := range strictjson.Read([]byte(text), &settings{}) {
			out = append(out, p.Field)
			require.NotEmpty(t, p.Why)
		}
		return out
	}
	require.Equal(t, []string{"name", "days", "all[1].cod"}, fields(`{"name":1,"days":"3","all":[{"code":"y"},{"cod":"z"}]}`))
	require.Equal(t, []string{"name"}, fields(`{"name":"a","name":"b"}`), "twice")
	require.Equal(t, []string{"place"}, fields(`{"place":null}`))
	require.Equal(t, []string{"words.k"}, fields(`{"words":{"k":1}}`))
	require.Equal(t, []string{""}, fields(`{"name":`))
	require.Equal(t, []string{""}, fields(`"`+strings.Repeat("x", 1<<20)+`"`))
	unknown := strictjson.Read([]byte(`{"nam":"a"}`), &settings{})
	require.Equal(t, []string{"all", "days", "name", "on", "place", "words"}, unknown[0].Known)
}
