package retailcrm_test

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var allInOneBox = order.Pack{Boxes: []order.Box{{Ref: "1", Picks: order.PickAll("1", "2", "3")}}}

func TestTheStatusFollowsTheOrder(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	for _, step := range []struct {
		cmd  order.Command
		want string
	}{{order.Confirm{}, "availability-confirmed"}, {allInOneBox, "assembling-complete"}, {order.HandOver{}, "delivering"}, {order.Deliver{}, "complete"}} {
		d.does(step.cmd)
		out := d.applies(order.EffectStatus, order.Applied)
		require.Equal(t, step.want, out.Code)
		require.Equal(t, step.want, d.there().Status)
		require.Empty(t, d.pulls(), "own writes mean nothing")
	}
}

func TestAStatusThatSaysTheSameInOtherWordsIsLeftAlone(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "client-confirmed")
	d.pulls()
	d.is(status.OrderConfirmed)
	require.Equal(t, "client-confirmed", d.applies(order.EffectStatus, order.AlreadySo).Code)
	d.crm.SetStatus(d.id, "no-call")
	d.pulls()
	d.is(status.OrderCancelled)
	d.applies(order.EffectStatus, order.AlreadySo)
	require.Equal(t, "no-call", d.there().Status)
}

func TestAStateThatTheMerchantDoesNotNameIsLeftAlone(t *testing.T) {
	m := retailcrm.DefaultMapping()
	delete(m.Shown, "packed")
	m.Schemes = map[order.SchemeCode]retailcrm.Shown{order.Standard: {"handed-to-carrier": "send-to-delivery"}}
	d := sell(t, standardDraft(), m)
	d.does(order.Confirm{}, allInOneBox)
	require.Empty(t, d.s.StatusFor(d.o.View()))
	d.applies(order.EffectStatus, order.AlreadySo)
	require.Equal(t, "new", d.there().Status)
	d.does(order.HandOver{})
	require.Equal(t, "send-to-delivery", d.s.StatusFor(d.o.View()), "the scheme's own status goes first")
}

func TestWhoCancelledIsShown(t *testing.T) {
	for name, tc := range map[string]struct {
		reason status.Reason
		party  status.Party
		order  string
		lot    string
	}{
		"the buyer":               {status.ReasonBuyerCancelled, status.PartyBuyer, "cancel-other", "failure"},
		"the merchant":            {status.ReasonOutOfStock, status.PartyMerchant, "no-product", "out-of-stock"},
		"the merchant, otherwise": {status.ReasonFraud, status.PartyMerchant, "no-product", "out-of-stock"},
		"a deadline":              {status.ReasonConfirmTimeout, status.PartySystem, "no-product", "out-of-stock"},
		"the marketplace":         {status.ReasonFraud, status.PartyChannel, "cancel-other", "out-of-stock"},
	} {
		t.Run(name, func(t *testing.T) {
			d := sell(t, standardDraft(), retailcrm.DefaultMapping())
			report := order.CancelReport{Reason: tc.reason, Party: tc.party, Done: true}
			_, err := d.o.Observe(report, d.by(mm))
			require.NoError(t, err)
			out := d.applies(order.EffectCancel, order.Applied, pcs("1"), pcs("2"), pcs("3"))
			require.Equal(t, tc.order, out.Code, "no lot is left: the order follows in the same edit")
			require.Equal(t, []string{tc.lot, tc.lot, tc.lot}, d.lots())
			d.applies(order.EffectStatus, order.AlreadySo)
		})
	}
}

func TestSomeLotsAreCancelledAndTheOthersStayAsPeopleLeftThem(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.crm.Edit(d.id, fmt.Sprintf(`{"items":[{"id":%d},{"id":%d},{"id":%d,"status":"in-reserve","comment":"на полке 7"}],"customerComment":"позвонить"}`, d.lot("1"), d.lot("2"), d.lot("3")))
	_, err := d.o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, d.by(mm))
	require.NoError(t, err)
	d.applies(order.EffectCancel, order.Applied, pcs("2"))
	require.Equal(t, []string{"new", "failure", "in-reserve"}, d.lots())
	require.Equal(t, "на полке 7", crmLines(t, d.crm, "955100777")[2].Comment)
	require.Equal(t, "позвонить", d.there().Field("customerComment"))
	require.Equal(t, "new", d.there().Status, "lots live on: the status is not touched")
}

func TestALotThatTheMerchantRefusedThereIsNotWrittenAgain(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetItemStatus(d.id, d.lot("2"), "product-is-damaged")
	d.pulls()
	d.applies(order.EffectCancel, order.AlreadySo, pcs("2"))
	require.Equal(t, []string{"new", "product-is-damaged", "new"}, d.lots())
}

func TestALineOfSeveralPiecesHasFewerLeft(t *testing.T) {
	draft := standardDraft()
	draft.Scheme = order.OwnPickup
	draft.Authority = order.OwnShop
	draft.Lines[0].Quantity, draft.Lines[0].Total = amount.Pcs(3), amount.RUB(30000)
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.does(order.Cancel{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	d.applies(order.EffectCancel, order.Applied, order.Units{Line: "1", To: amount.Pcs(1)})
	l := crmLines(t, d.crm, "955100777")[0]
	require.Equal(t, "2", l.Quantity.String())
	require.Equal(t, "100.00", l.Price.String())
	require.False(t, l.Canceled)
	require.Equal(t, amount.RUB(369000), d.o.Total())
	require.Equal(t, "3690", d.there().Field("summ"))
}

func TestTheDateIsWrittenInTheAccountsZone(t *testing.T) {
	d := sell(t, deliveryDraft(), retailcrm.DefaultMapping())
	for _, tc := range []struct {
		name            string
		from, to        time.Time
		day, begin, end string
	}{
		{"an evening in UTC is the next day in Moscow", time.Date(2026, 3, 7, 21, 30, 0, 0, time.UTC), time.Date(2026, 3, 8, 2, 0, 0, 0, time.UTC), "2026-03-08", "00:30", "05:00"},
		{"a window until midnight ends in the last minute of its day", time.Date(2026, 3, 9, 15, 0, 0, 0, time.UTC), time.Date(2026, 3, 9, 21, 0, 0, 0, time.UTC), "2026-03-09", "18:00", "23:59"},
	} {
		_, err := d.o.Observe(order.DateReport{Window: order.Window{From: tc.from, To: tc.to}}, d.by(mm))
		require.NoError(t, err)
		d.applies(order.EffectMoveDate, order.Applied)
		require.Equal(t, tc.day, d.there().Field("delivery.date"), tc.name)
		require.Equal(t, tc.begin, d.there().Field("delivery.time.from"), tc.name)
		require.Equal(t, tc.end, d.there().Field("delivery.time.to"), tc.name)
	}
}

// noted sells an order whose notes go to a field, which write and read are of.
func noted(t *testing.T, where string) (d *desk, write func(string), read func() string) {
	t.Helper()
	m := retailcrm.DefaultMapping()
	m.Notes.Where = where
	d = sell(t, standardDraft(), m)
	field, custom := strings.CutPrefix(cmp.Or(where, "managerComment"), "custom:")
	if custom {
		return d, func(text string) { d.crm.SetCustomField(d.id, field, text) }, func() string { return d.there().Field("customFields." + field) }
	}
	return d, func(text string) { d.crm.Edit(d.id, `{"`+field+`":"`+text+`"}`) }, func() string { return d.there().Field(field) }
}

// meddled lets people write each time before an edit of the system arrives.
func (d *desk) meddled(m retailcrm.Mapping, does ...func()) {
	people := &http.Client{Transport: &meddle{d.crm, does}}
	d.s = client(d.crm, retailcrmtest.Key, ordo.WithHTTPClient(people)).WithSite(retailcrmtest.Site).WithZone(moscow).System(m)
}

var notePlaces = []string{"", "statusComment", "custom:mm_notes"}

func TestANoteComesOnceAndKeepsWhatPeopleWrote(t *testing.T) {
	for _, where := range notePlaces {
		t.Run(where, func(t *testing.T) {
			d, write, read := noted(t, where)
			write("спросить Олю")
			note := d.task(order.EffectNote)
			note.Text = "line 2: some units may be\ncancelled only while they are new"
			for range 3 {
				_, err := d.s.Apply(t.Context(), note)
				require.NoError(t, err)
			}
			lines := strings.Split(strings.ReplaceAll(read(), `\n`, "\n"), "\n")
			require.Len(t, lines, 2)
			require.Equal(t, "спросить Олю", lines[0])
			require.Regexp(t, `^\d\d\.\d\d\.\d{4} \d\d:\d\d \[ordo\] line 2: some units may be cancelled only while they are new \(#[0-9a-f]{8}\)$`, lines[1])
		})
	}
}

// meddle is a manager who writes each time before an edit arrives.
type meddle struct {
	crm  *retailcrmtest.Server
	does []func()
}

func (m *meddle) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost && len(m.does) > 0 {
		m.does[0]()
		m.does = m.does[1:]
	}
	return m.crm.Transport().RoundTrip(r)
}

// fault: R11
func TestWhatPeopleWriteWhileANoteIsAddedSurvives(t *testing.T) {
	for _, where := range notePlaces {
		d, write, read := noted(t, where)
		write("первое")
		m := retailcrm.DefaultMapping()
		m.Notes.Where = where
		d.meddled(m, func() { write("второе") }, func() { write("третье") })
		note := d.task(order.EffectNote)
		note.Text = "look"
		out, err := d.s.Apply(t.Context(), note)
		require.NoError(t, err)
		require.Equal(t, order.Applied, out.Kind)
		require.Regexp(t, `^третье(\\n|\n)\d\d\.\d\d\.\d{4} \d\d:\d\d \[ordo\] look \(#[0-9a-f]{8}\)$`, read(), where)
	}
}

// fault: R11
func TestALineThatPeopleAddWhileLotsAreCancelledIsTold(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.meddled(retailcrm.DefaultMapping(), func() {
		d.crm.Edit(d.id, fmt.Sprintf(`{"items":[{"id":%d},{"id":%d},{"id":%d},{"productName":"Подарок"}]}`, d.lot("1"), d.lot("2"), d.lot("3")))
	})
	_, err := d.o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, d.by(mm))
	require.NoError(t, err)
	out := d.applies(order.EffectCancel, order.Applied, pcs("2"))
	require.Regexp(t, `add line \d+ once more`, out.Text)
	require.Len(t, crmLines(t, d.crm, "955100777"), 3)
}

func TestNotesMakeRoomForThemselvesButNotOfWhatPeopleWrote(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.Edit(d.id, `{"managerComment":"важное"}`)
	for i := range 20 {
		note := d.task(order.EffectNote)
		note.Key, note.Text = fmt.Sprint("note-", i), fmt.Sprintf("%02d ", i)+strings.Repeat("слово ", 500)
		out, err := d.s.Apply(t.Context(), note)
		require.NoError(t, err)
		require.Equal(t, order.Applied, out.Kind)
	}
	text := d.there().Field("managerComment")
	require.LessOrEqual(t, len([]rune(text)), 10_000)
	require.True(t, strings.HasPrefix(text, "важное"))
	require.NotContains(t, text, "[ordo] 00")
	require.Contains(t, text, "[ordo] 19")

	d.crm.Edit(d.id, `{"managerComment":"`+strings.Repeat("я", 10_000)+`"}`)
	note := d.task(order.EffectNote)
	note.Text = "one more"
	out, err := d.s.Apply(t.Context(), note)
	require.NoError(t, err)
	require.Equal(t, order.Rejected, out.Kind)
	require.Contains(t, out.Text, "no room")
}

func TestAStepThatTheAccountForbidsIsRejected(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.LimitSteps("new", "assembling")
	d.does(order.Confirm{})
	out := d.applies(order.EffectStatus, order.Rejected)
	require.Contains(t, out.Text, "Errors in the entity format: status: Transition")
}

func TestAnOrderThatWasDeletedIsNotFound(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.Delete(d.id)
	gone := false
	for c, err := range d.s.Changes(t.Context(), d.cursor) {
		require.NoError(t, err)
		gone = gone || c.Gone && c.Ref == d.s.Ref(d.o.View())
	}
	require.True(t, gone)
	_, err := d.s.Read(t.Context(), nil, d.o.View())
	require.ErrorIs(t, err, ordo.ErrNotFound)
	for _, kind := range []order.EffectKind{order.EffectStatus, order.EffectNote, order.EffectCancel, order.EffectMoveDate} {
		_, err = d.s.Apply(t.Context(), d.task(kind))
		require.ErrorIs(t, err, ordo.ErrNotFound, kind)
	}
}

func TestAnOrderMayBeNamedByTheCRMsID(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	task := d.task(order.EffectStatus)
	task.Target = order.Ref{System: "retailcrm", Kind: retailcrm.RefOrderID, ID: fmt.Sprint(d.id)}
	_, err := d.s.Apply(t.Context(), task)
	require.NoError(t, err)
	require.Equal(t, "availability-confirmed", d.there().Status)
}
