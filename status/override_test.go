package status_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

func TestAMerchantSaysWhatTheirStatusesMean(t *testing.T) {
	base := status.RetailCRM()
	crm, err := base.Override([]byte(`{"system": "retailcrm", "rows": [
		{"axis": "order", "code": "agreed", "names": {"ru": "Согласован", "en": "agreed"}, "category": "approval",
		 "means": {"order": "confirmed"}, "preferred": true, "alsoStates": ["partly-confirmed"]},
		{"axis": "order", "code": "redirect", "means": {"order": "awaiting-consent", "attempts": 2}},
		{"axis": "order", "code": "hidden", "silent": "the call centre's own mark", "direction": "none"},
		{"axis": "order", "code": "courier", "means": {"order": "out-with-courier"}, "preferred": true,
		 "when": {"scheme": "merchant-delivery", "hasWaybill": false}},
		{"axis": "order", "code": "fraud", "means": {"order": "cancelled", "reason": "fraud", "party": "merchant"},
		 "preferred": true, "alsoReasons": ["duplicate", "no-product"], "final": true, "transient": false},
		{"axis": "order", "code": "complete", "to": ["new"], "toIn": {"standard": ["agreed"]}, "cancels": ["fraud"], "source": "shop"}
	]}`))
	require.NoError(t, err)

	write := func(s status.State, h status.Hints) string {
		t.Helper()
		code, err := crm.Write(s, h)
		require.NoError(t, err)
		return code
	}
	require.Equal(t, "agreed", write(status.OrderConfirmed, status.Hints{}), "the merchant's row goes first")
	require.Equal(t, "agreed", write(status.OrderPartlyConfirmed, status.Hints{}))
	require.Equal(t, "delivering", write(status.OrderOutWithCourier, status.Hints{}))
	require.Equal(t, "courier", write(status.OrderOutWithCourier, status.Hints{Scheme: "merchant-delivery", HasWaybill: status.No}))
	require.Equal(t, "fraud", write(status.OrderCancelled, status.Hints{Reason: status.ReasonDuplicate}))
	require.Equal(t, "no-product", write(status.OrderCancelled, status.Hints{Reason: status.ReasonOutOfStock}))

	m, known := crm.Read(status.AxisOrder, "redirect")
	require.True(t, known)
	require.Equal(t, status.Meaning{Order: status.OrderAwaitingConsent, Attempts: 2}, m)
	r, _ := crm.Row(status.AxisOrder, "redirect")
	require.Equal(t, "Доставка перенесена", r.Names.RU, "what is not given stays")
	m, known = crm.Read(status.AxisOrder, "hidden")
	require.True(t, known)
	require.True(t, m.IsZero())
	r, _ = crm.Row(status.AxisOrder, "agreed")
	require.Equal(t, status.DirectionBoth, r.Direction)
	require.Equal(t, "merchant", r.Source)
	r, _ = crm.Row(status.AxisOrder, "complete")
	require.Equal(t, "shop", r.Source)
	require.True(t, r.Preferred)

	m, _ = base.Read(status.AxisOrder, "redirect")
	require.Equal(t, status.OrderHandedToCarrier, m.Order, "the table overridden is not changed")
	require.Equal(t, base.Version(), crm.Version())
}

func TestALaterOverrideGoesBeforeAnEarlierOne(t *testing.T) {
	crm := status.RetailCRM()
	for _, code := range []string{"first", "second"} {
		var err error
		crm, err = crm.Override(fmt.Appendf(nil, `{"rows": [{"axis": "order", "code": %q, "means": {"order": "paid"}, "preferred": true}]}`, code))
		require.NoError(t, err)
	}
	code, err := crm.Write(status.OrderPaid, status.Hints{})
	require.NoError(t, err)
	require.Equal(t, "second", code)
}

func TestARowCanBeTakenOutOfWriting(t *testing.T) {
	crm, err := status.RetailCRM().Override([]byte(`{"rows": [
		{"axis": "order", "code": "no-product", "preferred": false},
		{"axis": "order", "code": "prepayed", "silent": "not used here", "preferred": false}
	]}`))
	require.NoError(t, err)
	code, err := crm.Write(status.OrderCancelled, status.Hints{Reason: status.ReasonOutOfStock})
	require.NoError(t, err)
	require.Equal(t, "cancel-other", code)
	m, known := crm.Read(status.AxisOrder, "prepayed")
	require.True(t, known)
	require.True(t, m.IsZero())
}

func TestAWrongOverrideIsRefusedWithPreciseWords(t *testing.T) {
	row := func(rest string) string { return `{"rows": [{"axis": "order", "code": "x", ` + rest + `}]}` }
	for name, c := range map[string]struct{ text, want string }{
		"empty":             {``, `the document ends too early: unexpected end of JSON input; right would be: a JSON document`},
		"cut off":           {`{"rows": [`, `the document ends too early`},
		"no object":         {`[]`, `is a list, not an object`},
		"two documents":     {`{"rows": []} {}`, `at byte 14: invalid character '{' after top-level value`},
		"no rows":           {`{}`, `rows: missing`},
		"rows no list":      {`{"rows": {}}`, `rows: is an object, not a list; right would be: a list of rows`},
		"null":              {`{"rows": null}`, `"rows" is null; leave the field out instead`},
		"unknown top field": {`{"rows": [], "row": 1}`, `row: unknown field; right would be: system, rows`},
		"another system":    {`{"rows": [], "system": "megamarket"}`, `system: "megamarket" is another system; right would be: retailcrm`},
		"row no object":     {`{"rows": [7]}`, `rows[0]: is a number, not an object`},
		"no axis":           {`{"rows": [{"code": "x"}]}`, `rows[0] axis: missing`},
		"no code":           {`{"rows": [{"axis": "order"}]}`, `code: missing`},
		"unknown axis":      {`{"rows": [{"axis": "ordr", "code": "x"}]}`, `rows[0] axis: "ordr" is unknown; right would be: order, shipment, item`},
		"axis not theirs":   {`{"rows": [{"axis": "sub-status", "code": "x", "means": {"item": "new"}}]}`, `rows[0] (sub-status "x") axis: retailcrm does not have the axis "sub-status"; right would be: group, order, item, payment`},
		"unknown field":     {row(`"mean": {}`), `rows[0] (order "x") mean: unknown field; right would be: axis, code, names`},
		"field twice":       {row(`"final": true, "final": false`), `rows[0]: "final" is a duplicate field`},
		"unknown state":     {row(`"means": {"order": "confrmed"}`), `rows[0] (order "x") means.order: "confrmed" is unknown; right would be: awaiting-confirmation, new`},
		"state twice":       {row(`"means": {"order": "new", "order": "paid"}`), `means: "order" is a duplicate field`},
		"wrong axis":        {row(`"means": {"item": "new"}`), `means: has no state of axis order; right would be: awaiting-confirmation`},
		"means nothing":     {row(`"means": {}`), `means: has no meaning; right would be: at least one state`},
		"means unknown":     {row(`"means": {"ordr": "new"}`), `means.ordr: unknown field; right would be: attempts, custody, item, money, order, party, payment, reason, shipment`},
		"empty state":       {row(`"means": {"order": ""}`), `means.order: is empty`},
		"state no text":     {row(`"means": {"order": 3}`), `means.order: is a number, not a text`},
		"attempts":          {row(`"means": {"order": "in-work", "attempts": -1}`), `means.attempts: -1 is not a number of attempts; right would be: a whole number from 0 to 255`},
		"no means at all":   {row(`"final": true`), `rows[0] (order "x") means: has no meaning; right would be: what the code means, or in silent why it has no meaning`},
		"means and silent":  {row(`"means": {"order": "new"}, "silent": "why"`), `silent: set although the row has a meaning`},
		"truth":             {row(`"means": {"order": "new"}, "final": "yes"`), `final: is a text, not true or false`},
		"direction":         {row(`"means": {"order": "new"}, "direction": "up"`), `direction: "up" is unknown; right would be: both, read, write, none`},
		"when":              {row(`"means": {"order": "new"}, "when": {"hasWaybill": "no"}`), `when.hasWaybill: is a text, not true or false`},
		"also states":       {row(`"means": {"order": "new"}, "preferred": true, "alsoStates": ["paid", "sent"]`), `alsoStates[1]: "sent" is not a state of axis order`},
		"follower":          {row(`"means": {"order": "new"}, "to": ["y"]`), `rows[0] (order "x") to: "y" is no order code of retailcrm; right would be: "new"`},
		"follower no text":  {row(`"means": {"order": "new"}, "toIn": {"s": [1]}`), `toIn.s[0]: is a number, not a text`},
		"names":             {row(`"means": {"order": "new"}, "names": {"de": "neu"}`), `names.de: unknown field; right would be: en, pl, ru, uk`},
		"code twice": {`{"rows": [
			{"axis": "order", "code": "x", "means": {"order": "new"}},
			{"axis": "item", "code": "x", "means": {"item": "new"}},
			{"axis": "order", "code": "x", "means": {"order": "paid"}}]}`, `rows[2] (order "x") code: mapped twice, first in rows[0]`},
		"two preferred": {`{"rows": [
			{"axis": "order", "code": "x", "means": {"order": "paid"}, "preferred": true},
			{"axis": "order", "code": "y", "means": {"order": "paid"}, "preferred": true}]}`, `to write order paid the codes "x", "y" are equally good`},
		"list broken":      {`{"rows": [1 2]}`, `at byte 13: invalid character '2' after array element`},
		"list cut off":     {row(`"means": {"order": "new"}, "to": ["new`), `the document ends too early`},
		"list is true":     {row(`"means": {"order": "new"}, "to": true`), `to: is a truth value, not a list; right would be: a list of texts`},
		"list holds lists": {row(`"means": {"order": "new"}, "to": [[]]`), `to[0]: is a list, not a text`},
		"list holds null":  {row(`"means": {"order": "new"}, "to": [null]`), `to[0]: is null, not a text`},
		"schemes no list":  {row(`"means": {"order": "new"}, "toIn": ["s"]`), `toIn: is a list, not an object; right would be: {"scheme": ["code", ...]}`},
		"scheme twice":     {row(`"means": {"order": "new"}, "toIn": {"s": [], "s": []}`), `toIn: "s" is a duplicate field`},
		"key no text":      {`{rows: []}`, `invalid character`},
		"too long":         {strings.Repeat(" ", 1<<20) + `{"rows": []}`, `bytes are too many; right would be: at most 1048576`},
		"too many":         {`{"rows": [` + strings.Repeat(`{},`, 5000) + `{}]}`, `5001 rows are too many; right would be: at most 5000`},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := status.RetailCRM().Override([]byte(c.text))
			require.Nil(t, table)
			var wrong *status.TableError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, "retailcrm", wrong.System)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestEveryProblemOfAnOverrideIsListed(t *testing.T) {
	_, err := status.RetailCRM().Override([]byte(`{"rows": [
		{"axis": "order", "code": "a", "means": {"order": "nwe"}, "colour": 1},
		{"axis": "order", "code": "b", "means": {"party": "boss"}}
	]}`))
	var wrong *status.TableError
	require.ErrorAs(t, err, &wrong)
	var at []string
	for _, p := range wrong.Problems {
		var row *status.RowError
		require.ErrorAs(t, p, &row)
		at = append(at, fmt.Sprintf("%d %s %s", row.Row, row.Code, row.Field))
	}
	require.Equal(t, []string{"0 a means.order", "0 a colour", "1 b means.party"}, at)
	var unknown *status.UnknownCodeError
	require.ErrorAs(t, err, &unknown, "the cause is there, too")

	_, err = status.RetailCRM().Override([]byte(`{"rows": [` + strings.Repeat(`{},`, 400) + `{}]}`))
	require.ErrorAs(t, err, &wrong)
	require.Len(t, wrong.Problems, 50)
	require.Equal(t, 2*401-50, wrong.More)
	require.ErrorContains(t, err, "and 752 more")
}

func FuzzOverride(f *testing.F) {
	for _, seed := range []string{
		`{"rows": []}`,
		`{"system": "retailcrm", "rows": [{"axis": "order", "code": "agreed", "means": {"order": "confirmed"}, "preferred": true}]}`,
		`{"rows": [{"axis": "item", "code": "x", "means": {"item": "sent", "reason": "lost"}, "to": ["new"], "toIn": {"s": ["x"]}, "alsoStates": ["arrived"], "preferred": true}]}`,
		`{"rows": [{"axis": "order", "code": "new", "when": {"hasWaybill": true, "scheme": "s"}, "alsoReasons": [""]}]}`,
		`{"rows": [{"axis": "group", "code": "new", "silent": "x", "direction": "none", "final": true, "names": {"uk": "ї"}}]}`,
		`{"rows": null}`, `[`, `{"a":{"a":1,"a":2}}`, "\xff", `{"rows":[{"axis":"order","code":"\ud800"}]}`,
	} {
		f.Add([]byte(seed))
	}
	base := status.RetailCRM()
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := base.Override(data)
		if err != nil {
			var wrong *status.TableError
			if !errors.As(err, &wrong) || len(wrong.Problems) == 0 || err.Error() == "" || table != nil {
				t.Fatalf("%v", err)
			}
			return
		}
		for r := range table.Rows() {
			if m, known := table.Read(r.Axis, r.Code); !known || m != r.Means || m.IsZero() != (r.Silent != "") {
				t.Fatalf("%s %q reads as %v", r.Axis, r.Code, m)
			}
		}
		for r := range base.Rows() {
			if _, known := table.Row(r.Axis, r.Code); !known {
				t.Fatalf("%s %q was left out", r.Axis, r.Code)
			}
		}
	})
}
