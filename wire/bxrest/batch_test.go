package bxrest_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// commands are those of a request, in the order in which the portal does them.
func commands(t *testing.T, r request) (all []string) {
	t.Helper()
	cmd := r.params["cmd"].(map[string]any)
	for n := range len(cmd) {
		text, is := cmd[fmt.Sprintf("c%02d", n)].(string)
		require.True(t, is, "%v", cmd)
		plain, err := url.QueryUnescape(text)
		require.NoError(t, err)
		all = append(all, plain)
	}
	return all
}

func TestABatchRefersToEarlierResults(t *testing.T) {
	t.Parallel()
	p, c := serve(t, ok(`{"result":{"result":{"c00":{"item":{"id":77}},"c01":true},"result_error":[],"result_total":[],"result_next":[],"result_time":[]}}`))
	got, err := c.WithConnector("ordo").Batch(t.Context(), []bxrest.Command{
		{Name: "deal", Method: "crm.item.add", Params: map[string]any{"entityTypeId": 2, "fields": map[string]any{"title": "a&b=c", "isManualOpportunity": bxrest.Flag(true)}}},
		{Method: "crm.timeline.comment.add", Params: map[string]any{"fields": map[string]any{"ENTITY_ID": bxrest.Ref{Command: "deal", Path: []string{"item", "id"}}, "ids": []int{1, 2}}}},
	}, bxrest.BatchOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{
		"crm.item.add?auth_connector=ordo&entityTypeId=2&fields[isManualOpportunity]=Y&fields[title]=a&b=c",
		"crm.timeline.comment.add?auth_connector=ordo&fields[ENTITY_ID]=$result[c00][item][id]&fields[ids][0]=1&fields[ids][1]=2",
	}, commands(t, p.asked[0]))
	require.InDelta(t, 1, p.asked[0].params["halt"], 0, "a chain halts, or a wrong thing is referred to")
	require.Equal(t, "ordo", p.asked[0].params["auth_connector"])
	var deal struct{ ID int64 }
	require.NoError(t, got[0].Read("item", &deal))
	require.EqualValues(t, 77, deal.ID)
}

// What people wrote is never taken for a reference; what a query cannot express is not lost.
func TestWhatABatchCannotExpressGoesAlone(t *testing.T) {
	t.Parallel()
	p, c := serve(t, func(r request) (int, string) {
		if r.method == "batch" {
			return 200, `{"result":{"result":{"c00":{"id":5}},"result_error":[]}}`
		}
		return 200, `{"result":{"id":6}}`
	})
	got, err := c.Batch(t.Context(), []bxrest.Command{
		{Name: "a", Method: "m.first", Params: map[string]any{"x": 1}},
		{Method: "m.text", Params: map[string]any{"text": "pay $result[a][id] now", "to": bxrest.Ref{Command: "a", Path: []string{"id"}}}},
		{Method: "m.null", Params: map[string]any{"x": nil}},
		{Method: "m.empty", Params: map[string]any{"rows": []int{}}},
		{Method: "m.last", Params: map[string]any{"to": bxrest.Ref{Command: "a", Path: []string{"id"}}}},
	}, bxrest.BatchOptions{})
	require.NoError(t, err)
	require.Len(t, got, 5)
	require.Equal(t, []string{"batch", "m.text", "m.null", "m.empty", "batch"}, p.methods())
	require.Equal(t, map[string]any{"text": "pay $result[a][id] now", "to": "5"}, p.asked[1].params)
	require.Equal(t, map[string]any{"rows": []any{}}, p.asked[3].params)
	require.Equal(t, []string{"m.last?to=5"}, commands(t, p.asked[4]), "it was answered by another request")
}

func TestABatchIsCutIntoFifties(t *testing.T) {
	t.Parallel()
	p, c := serve(t, func(r request) (int, string) {
		results := ""
		for n := range r.params["cmd"].(map[string]any) {
			results += fmt.Sprintf(`,%q:true`, n)
		}
		return 200, `{"result":{"result":{` + results[1:] + `},"result_error":[]}}`
	})
	got, err := c.Batch(t.Context(), make([]bxrest.Command, 120), bxrest.BatchOptions{})
	require.NoError(t, err)
	require.Len(t, p.asked, 3)
	for _, r := range got {
		require.NoError(t, r.Err)
		require.JSONEq(t, "true", string(r.Result))
	}
}

func TestARefusedCommandHaltsTheRest(t *testing.T) {
	t.Parallel()
	_, c := serve(t, ok(`{"result":{"result":{"c00":null},"result_error":{"c01":{"error":"","error_description":"Not found"}}}}`))
	cmds := []bxrest.Command{{Method: "a"}, {Method: "b"}, {Method: "c"}}
	got, err := c.Batch(t.Context(), cmds, bxrest.BatchOptions{Halt: true})
	require.NoError(t, err)
	require.JSONEq(t, "null", string(got[0].Result))
	class(t, ordo.NotFound, got[1].Err)
	require.True(t, got[2].Skipped)

	got, err = c.Batch(t.Context(), cmds, bxrest.BatchOptions{})
	require.NoError(t, err)
	class(t, ordo.InDoubt, got[2].Err)
	require.False(t, got[2].Skipped)
}

func TestABatchThatIsLostIsInDoubt(t *testing.T) {
	t.Parallel()
	_, c := serve(t, func(request) (int, string) { return 502, "<html>bad gateway</html>" })
	got, err := c.Batch(t.Context(), []bxrest.Command{{Method: "a"}, {Method: "b"}}, bxrest.BatchOptions{})
	class(t, ordo.InDoubt, err)
	require.Equal(t, err, got[1].Err)
}

func TestAReferenceToNothingIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	p, c := serve(t, ok(`{}`))
	_, err := c.Batch(t.Context(), []bxrest.Command{{Method: "a", Params: map[string]any{"x": bxrest.Ref{Command: "z"}}}}, bxrest.BatchOptions{})
	class(t, ordo.Invalid, err)
	require.Empty(t, p.asked)
}
