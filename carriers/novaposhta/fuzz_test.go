package novaposhta_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/internal/clienttest"
)

// FuzzAnswers feeds any bytes to the readers of answers: they return rows or an error, and never both lose and hide
// something by a panic.
func FuzzAnswers(f *testing.F) {
	clienttest.Seeds(f, "*.json", made, none, `[{"success":false,"errors":{"a":[{"b":"c"}]},"errorCodes":{"9":"1"}}]`, `{"success":true,"data":{"0":{"Number":1}},"info":"x"}`)
	f.Fuzz(func(t *testing.T, body []byte) {
		c, _ := at(t, map[string][]string{
			track: {string(body)}, list: {string(body)}, "Address.getWarehouses": {string(body)}, "Address.searchSettlements": {string(body)},
			"InternetDocument.getDocumentPrice": {string(body)},
		})
		ordoErr := func(err error) {
			if err != nil && ordo.ClassOf(err) == 0 {
				t.Fatalf("no class: %v", err)
			}
		}
		// What cannot be read is repeated after pauses, so only answers that an envelope is are looked at.
		var some struct {
			Success *bool             `json:"success"`
			Data    []json.RawMessage `json:"data"`
		}
		if json.Unmarshal(body, &some) != nil || some.Success == nil || !*some.Success || some.Data == nil {
			return
		}
		for r, err := range c.Track(t.Context(), novaposhta.Tracked{Number: "20450000000001"}, novaposhta.Tracked{Number: "20450000000002"}) {
			ordoErr(err)
			ordoErr(r.Problem)
		}
		for p, err := range c.Carrier().Read(t.Context(), carriers.ByNumber("novaposhta", "20450000000001")) {
			ordoErr(err)
			ordoErr(p.Problem)
		}
		for w, err := range c.ListWaybills(t.Context(), novaposhta.WaybillFilter{Day: "2026-03-02", Whole: true}) {
			ordoErr(err)
			ordoErr(w.Problem)
		}
		for w, err := range c.ListWarehouses(t.Context(), novaposhta.WarehouseFilter{}) {
			ordoErr(err)
			_ = w.Schedule.String()
		}
	})
}

func FuzzProblems(f *testing.F) {
	for _, s := range []string{`[]`, `{}`, `"x"`, `{"a":"b"}`, `[{"a":["b",1,null]}]`, `[[[[[[["deep"]]]]]]]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if !json.Valid(b) {
			return
		}
		var ps novaposhta.Problems
		require.NoError(t, json.Unmarshal(b, &ps))
		for _, p := range ps {
			_, _ = p.TooBig(), p.Limit()
			require.NotEmpty(t, p.String())
		}
	})
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{"2026-03-04 11:02:04", "04-03-2026 11:02:04", "11:02 04.03.2026", "0001-01-01 00:00:00", "", "12/10/15 10:33"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := json.Marshal(s)
		require.NoError(t, err)
		var at novaposhta.Time
		if json.Unmarshal(b, &at) != nil {
			return
		}
		again, err := json.Marshal(at)
		require.NoError(t, err)
		var same novaposhta.Time
		require.NoError(t, json.Unmarshal(again, &same))
		require.True(t, at.Equal(same.Time))
		if day := novaposhta.DateOf(at.Time); day != "" {
			require.Equal(t, day, day.Add(0))
		}
	})
}
