package bridge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

func (w *town) notices(f bridge.NoticeFilter) []bridge.OpenNotice {
	w.t.Helper()
	var out []bridge.OpenNotice
	for n, err := range w.b.Notices(w.t.Context(), f) {
		require.NoError(w.t, err)
		out = append(out, n)
	}
	return out
}

// In RetailCRM the shop reads, in its language, that it is asked to issue, with the label; then it is told, once. What
// it answers here is read by the others there.
func TestAShopIsToldInRetailCRMAndAnswers(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		p.Tells("ask", chaos.ToShop(), operator)
		notes := p.Notes()
		require.Len(m, notes, 1)
		require.Contains(m, notes[0], "для: роль «пункт выдачи», место msk-1, о товарах: позиция 1: issue it today; файлы: label.pdf (https://files.example/label.pdf)")
		n := p.Order().View().Notices[0]
		require.Equal(m, order.NoticeStateTold, n.State)
		require.Equal(m, order.RoleSystem, n.ToldBy.Role)
		p.Tells("answer", order.AnswerNotice{Notice: 1, Text: "issued"}, chaos.Shopgirl)
		notes = p.Notes()
		require.Len(m, notes, 2)
		require.Contains(m, notes[1], "ответ на сообщение 1: issued")
		m.Sync()
		require.Len(m, p.Notes(), 2)
	}, func(m *chaos.Market) { m.Options = append(m.Options, bridge.WithLanguage(texts.Russian)) })
}

// A note whose answer was lost is sent again under its key, and the addressee counts as told once.
func TestANoticeIsToldOnce(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	lost := 0
	w.books.fault = func(call string) error {
		if !strings.HasPrefix(call, "note") {
			return nil
		}
		if lost++; lost == 1 {
			return &ordo.Error{System: "ledger", Class: ordo.InDoubt, Text: "the answer was lost"}
		}
		return nil
	}
	w.does(id, chaos.ToShop())
	require.Equal(t, order.NoticeStateOpen, w.order(id).View().Notices[0].State)
	w.later()
	w.sync()
	require.Equal(t, order.NoticeStateTold, w.order(id).View().Notices[0].State)
	require.Len(t, w.owed(bridge.EffectFilter{Kind: order.EffectNote}), 1, "one note, whatever happened to it")
	version := w.order(id).Version()
	w.start() // another process
	w.sync()
	require.Equal(t, version, w.order(id).Version())
	require.Len(t, w.books.noted("L"+id), 1)
}

// Whoever was told by telephone gets no note any more.
func TestATelephoneCallSavesTheNote(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	for _, c := range []order.Command{chaos.ToShop(), order.MarkTold{Notice: 1}} {
		_, err := w.b.Do(t.Context(), "stall-1/"+id, c, operator)
		require.NoError(t, err)
	}
	w.sync()
	require.Empty(t, w.books.noted("L"+id))
	require.Equal(t, "anna", w.order(id).View().Notices[0].ToldBy.ID)
}

// What nobody can tell stays open, and is found across orders: by a host's page, or by whoever tells the buyer.
func TestWhatNobodyCanTellIsFoundAcrossOrders(t *testing.T) {
	w := newTown(t, order.Standard)
	first, second := w.buy(), w.buy()
	w.sync()
	w.does(first, order.Notify{To: order.Addressee{Role: order.RoleBuyer}, Text: "call us"})
	w.does(second, chaos.ToShop())
	w.sync()
	require.Empty(t, w.books.noted("L"+first), "the buyer does not work in the books")

	all := w.notices(bridge.NoticeFilter{})
	require.Len(t, all, 2)
	open := w.notices(bridge.NoticeFilter{State: order.NoticeStateOpen})
	require.Len(t, open, 1)
	require.Equal(t, "stall-1/"+first, open[0].Order)
	mine := w.notices(bridge.NoticeFilter{For: chaos.Shopgirl.Actor})
	require.Len(t, mine, 1)
	require.Equal(t, "stall-1/"+second, mine[0].Order)
	require.Empty(t, w.notices(bridge.NoticeFilter{For: order.Actor{Role: order.RoleShop, Place: "spb-2"}}))
	require.Len(t, w.journal(bridge.JournalFilter{Order: "stall-1/" + first, What: "notice", Levels: []bridge.Level{bridge.LevelNotice}}), 1, "a person should know")

	w.does(first, order.MarkTold{Notice: 1})
	w.does(first, order.AnswerNotice{Notice: 1, Text: "she called"})
	_, err := w.b.Do(t.Context(), "stall-1/"+second, order.AnswerNotice{Notice: 1, Text: "issued"}, chaos.Shopgirl)
	require.NoError(t, err)
	require.Empty(t, w.notices(bridge.NoticeFilter{}), "what is answered is no longer listed")
	for s, err := range w.store.Orders(t.Context(), bridge.OrderFilter{}) {
		require.NoError(t, err)
		require.False(t, s.Has(bridge.FlagNotice))
	}
}

// Books that show no notes tell nobody; a host that drops the note has it open as well.
func TestANoticeThatWasNotShownStaysOpen(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithNoteText(func(n bridge.Note) string {
		if n.Kind == bridge.NoteNotice {
			return ""
		}
		return n.Text
	}))
	id := w.buy()
	w.sync()
	w.does(id, chaos.ToShop())
	w.sync()
	require.Equal(t, order.NoticeStateOpen, w.order(id).View().Notices[0].State)
	require.Len(t, w.notices(bridge.NoticeFilter{}), 1)
}

// A person who found out that a doubtful note was shown settles it, and the addressee counts as told.
func TestAPersonSettlesANoteInDoubt(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.books.fault = func(call string) error {
		if strings.HasPrefix(call, "note") {
			return &ordo.Error{System: "ledger", Class: ordo.Invalid, Text: "the field is full"}
		}
		return nil
	}
	w.does(id, chaos.ToShop())
	w.sync()
	parked := w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked}})
	require.Len(t, parked, 1)
	require.NoError(t, w.b.Resolve(t.Context(), parked[0].Key, order.Outcome{Kind: order.AlreadySo}, operator.Actor))
	require.Equal(t, order.NoticeStateTold, w.order(id).View().Notices[0].State)
}

// A note is short: a long text gives way, and the links of the files stay.
func TestALongNoticeKeepsItsFiles(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	c := chaos.ToShop()
	c.Text = strings.Repeat("issue it today ", 200)
	w.does(id, c)
	w.sync()
	notes := w.books.noted("L" + id)
	require.Len(t, notes, 1)
	require.Less(t, len(notes[0]), 1000)
	require.True(t, strings.HasSuffix(notes[0], "…; files: label.pdf (https://files.example/label.pdf)"), notes[0])
	require.Equal(t, c.Text, w.order(id).View().Notices[0].Text, "the order keeps the whole")
}

// Where the system of the people gets an order only when it is paid, it gets the notices that are open then as well.
func TestNoticesFollowAnOrderIntoTheBooks(t *testing.T) {
	w := &town{t: t, stall: newStall(order.Standard), books: newLedger(), clock: &clock{t: monday}, store: memory.New()}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", Books: "books-1", Export: bridge.Export{When: bridge.ExportWhenPaid}})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	w.does(id, chaos.ToShop())
	w.does(id, order.Notify{To: order.Addressee{Person: "oleg"}, Text: "answered before"})
	w.does(id, order.MarkTold{Notice: 2})
	require.Empty(t, w.books.noted("L"+id), "the books do not have the order yet")
	require.Equal(t, order.NoticeStateOpen, w.order(id).View().Notices[0].State)
	w.pays(id)
	require.Len(t, w.books.noted("L"+id), 1)
	require.Contains(t, w.books.noted("L" + id)[0], "issue it today")
	require.Equal(t, order.NoticeStateTold, w.order(id).View().Notices[0].State)
	w.later()
	require.Len(t, w.books.noted("L"+id), 1)
}
