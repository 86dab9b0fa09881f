package bridge_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/texts"
)

// screen is where people work: a ledger that shows them all of an order.
type screen struct {
	*ledger
	shown []order.Task // each time that it was told what to show
	tasks []order.Task // its notes
	tries int
	fails error
	off   bool // it cannot show anything
}

func (s *screen) Can(k order.EffectKind, x order.SchemeCode) bool {
	return k == order.EffectShow && !s.off || s.ledger.Can(k, x)
}

func (s *screen) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if t.Kind == order.EffectNote {
		s.tasks = append(s.tasks, t)
	}
	if t.Kind != order.EffectShow {
		return s.ledger.Apply(ctx, t)
	}
	s.tries++
	if s.fails != nil {
		return order.Outcome{}, s.fails
	}
	s.shown = append(s.shown, t)
	return order.Outcome{Kind: order.Applied}, nil
}

// says is what stands there of an order: each entry of its log once.
func (s *screen) says() []string {
	var out []string
	last := 0
	for _, t := range s.shown {
		for _, e := range t.Log {
			if e.N > last {
				last, out = e.N, append(out, e.Who+": "+e.Says)
			}
		}
	}
	return out
}

// shelves are books whose stock can be told or not.
type shelves struct {
	*booksAt
	asked int
	down  error
}

func (s *shelves) Stock(ctx context.Context, articles ...string) iter.Seq2[erp.Stock, error] {
	s.asked++
	if s.down != nil {
		return func(yield func(erp.Stock, error) bool) { yield(erp.Stock{}, s.down) }
	}
	return s.booksAt.Stock(ctx, articles...)
}

// formLorry is a carrier with a form.
type formLorry struct {
	lorry
	asked int
	down  error
}

func (x *formLorry) Form(_ context.Context, c carriers.Consignment) (carriers.Form, error) {
	x.asked++
	return carriers.Form{
		Fields: []carriers.Field{
			{Name: "city", Label: "Город", Type: carriers.TypeText, Required: true},
			{Name: "tariff", Label: "Тариф", Type: carriers.TypeChoice, Choices: []carriers.Choice{{Value: "136", Label: "до пункта"}, {Value: "137", Label: "до двери"}}},
			{Name: "weight", Label: "Вес", Type: carriers.TypeInteger, Unit: "g"},
		},
		Values: carriers.Values{"city": c.Order.Delivery.City, "tariff": "136"},
		Notes:  []carriers.Problem{{Field: "city", Code: carriers.CodeUnknown, Rule: "it is not known here"}},
	}, x.down
}

// front is a depot whose people work before a screen in Russian, and whose parcels go with two carriers.
type front struct {
	*depot
	screen  *screen
	shelves *shelves
	lorry   *formLorry
}

func newFront(t *testing.T) *front {
	t.Helper()
	f := &front{
		depot:  &depot{office: &office{T: t, site: &chaos.Site{}, crm: newLedger(), clock: &clock{t: monday}, store: memory.New()}},
		lorry:  &formLorry{},
		screen: &screen{},
	}
	f.books = &booksAt{Books: erptest.NewBooks(warehouses()...), cannot: map[order.EffectKind]bool{}}
	f.screen.ledger, f.shelves = f.crm, &shelves{booksAt: f.books}
	f.reopen(f.store)
	for article, n := range map[string]int{"MUG": 10, "BOWL": 1} {
		f.books.SetStock(article, "central", amount.Pcs(n))
	}
	return f
}

// reopen opens the bridge over a store.
func (f *front) reopen(s bridge.Store) {
	f.Helper()
	b, err := bridge.New(s, bridge.Account("shop-1", f.site), bridge.Account("crm-1", f.screen, bridge.Language(texts.Russian)),
		bridge.Account("books-1", f.shelves), bridge.Account("lorry-1", f.lorry), bridge.Account("lorry-2", &formLorry{}),
		bridge.Route{Channel: "shop-1", ERP: "crm-1", Books: "books-1", Authority: order.OwnShop | order.BooksOwnDocuments, Carriers: []string{"lorry-1"}},
		bridge.WithClock(f.clock), bridge.WithPeople(people))
	require.NoError(f, err)
	f.b = b
}

// last is what was shown last.
func (f *front) last() order.Task {
	f.Helper()
	require.NotEmpty(f, f.screen.shown)
	return f.screen.shown[len(f.screen.shown)-1]
}

// What happens to an order stands on the screen once, in the language there; the goods' stock and the forms of parcels
// stand beside it.
func TestWhatHappensToAnOrderIsShownToPeople(t *testing.T) {
	f := newFront(t)
	id := f.buys()
	f.does(id, order.Assemble{Warehouse: "central"})
	require.Equal(t, amount.Pcs(7), f.last().Stock[0].Free, "the books have reserved three by then")
	f.does(id, order.CreateShipment{Picks: order.PickAll("mug")})
	require.Equal(t, []string{
		"shop-1 (площадка): найден заказ на 2500.00 RUB, из них оплачено 0.00 RUB; статус заказа: ожидает оплаты",
		"petrova (менеджер): платёж p1 на 2500.00 RUB: статус «оплачен»; статус заказа: комплектуется",
		"petrova (менеджер): в сборке: позиции mug и bowl",
		"petrova (менеджер): отправление S1: позиция mug",
	}, f.screen.says())

	shown := f.last()
	require.Equal(t, "LA-1", shown.Target.ID)
	require.Len(t, shown.Order.Shipments, 1)
	at := f.clock.Now()
	require.Equal(t, []order.StockLine{
		{Line: "mug", Warehouse: "central", Free: amount.Pcs(7), Reserved: amount.Pcs(3), At: at},
		{Line: "bowl", Warehouse: "central", Reserved: amount.Pcs(1), At: at},
	}, shown.Stock)
	require.Equal(t, []order.ShipmentForm{{
		Shipment: 1, Carrier: "lorry-1",
		Fields: []order.FormField{
			{Code: "city", Name: "Город", Value: "г. Казань", Required: true},
			{Code: "tariff", Name: "Тариф", Value: "136", Choices: []string{"136", "137"}, Labels: []string{"до пункта", "до двери"}},
			{Code: "weight", Name: "Вес, g"},
		},
		Notes: []string{"city: it is not known here"},
	}}, shown.Forms)

	asked, forms := f.shelves.asked, f.lorry.asked
	f.does(id, order.HandOver{Shipment: 1, Courier: true})
	f.does(id, order.HandOver{Picks: order.PickAll("bowl"), Courier: true})
	require.Equal(t, asked+1, f.shelves.asked, "nothing is left at the merchant's")
	require.Equal(t, forms, f.lorry.asked, "nothing is to be requested")
	require.Nil(t, f.last().Stock)
	require.Nil(t, f.last().Forms)
}

// What another account does not tell is shown with the reason, and the stock as it was told last with its time.
func TestWhatIsNotToldNowIsShownAsItWasToldLast(t *testing.T) {
	f := newFront(t)
	f.shelves.down = &ordo.Error{System: "books", Class: ordo.Retry, Text: "no connection"}
	f.lorry.down = errors.New("the town is closed")
	id := f.buys()
	require.Equal(t, []order.StockLine{{At: f.clock.Now(), Problem: "no connection"}}, f.last().Stock)
	f.shelves.down = nil
	f.does(id, order.Assemble{Warehouse: "central"})
	at := f.clock.Now()
	f.shelves.down = &ordo.Error{System: "books", Class: ordo.Retry, Text: "no connection"}
	f.does(id, order.CreateShipment{Picks: order.PickAll("mug")})
	require.Equal(t, order.StockLine{Line: "mug", Warehouse: "central", Free: f.last().Stock[0].Free, Reserved: amount.Pcs(3), At: at, Problem: "no connection"}, f.last().Stock[0])
	require.Equal(t, []order.ShipmentForm{{Shipment: 1, Carrier: "lorry-1", Problem: "the town is closed"}}, f.last().Forms)
}

// While the screen cannot be reached, one effect waits, and shows all that has come meanwhile; nothing waits for it.
func TestOneEffectShowsAllThatHasCome(t *testing.T) {
	f := newFront(t)
	f.screen.fails = &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "bad gateway"}
	id := f.buys()
	f.does(id, order.Assemble{Warehouse: "central"}, order.CreateShipment{Picks: order.PickAll("mug")})
	var waiting int
	for w, err := range f.store.Effects(t.Context(), bridge.EffectFilter{Order: id, Kind: order.EffectShow, Phases: []bridge.Phase{bridge.PhasePending}}) {
		require.NoError(t, err)
		require.Equal(t, "crm-1", w.Target.Account)
		waiting++
	}
	require.Equal(t, 1, waiting)
	require.Equal(t, "assembling", f.crm.status("LA-1"), "the status did not wait")
	f.screen.fails = nil
	f.clock.pass(time.Hour)
	f.sync()
	require.Len(t, f.screen.shown, 1)
	require.Len(t, f.screen.says(), 4)
}

// One that is refused waits for people without holding anything up, and the next one takes its place.
func TestARefusedShowIsOvertaken(t *testing.T) {
	f := newFront(t)
	f.screen.fails = &ordo.Error{System: "ledger", Class: ordo.Invalid, Text: "no such field"}
	id := f.buys()
	require.NotEmpty(t, f.says("rejected"))
	require.NotContains(t, strings.Join(f.notes(), "\n"), "no such field", "the journal says what is wrong with the screen")
	f.screen.fails = nil
	f.does(id, order.Assemble{Warehouse: "central"})
	require.Len(t, f.screen.says(), 3)
	for w, err := range f.store.Effects(t.Context(), bridge.EffectFilter{Order: id, Kind: order.EffectShow, Phases: []bridge.Phase{bridge.PhaseParked}}) {
		require.NoError(t, err)
		require.Fail(t, "it waits still", "%v", w)
	}
}

// A person's change that was not read yet goes before what would be shown over it.
func TestPeopleAreAskedBeforeTheyAreShown(t *testing.T) {
	f := newFront(t)
	id := f.buys()
	f.clock.pass(time.Minute)
	f.crm.setsBy("LA-1", "19", order.WriteComment{Text: "call before"})
	_, err := f.b.Do(t.Context(), id, order.Assemble{Warehouse: "central"}, order.By{Actor: chaos.Clerk})
	require.NoError(t, err)
	before := len(f.screen.shown)
	require.NoError(t, f.b.Work(t.Context()))
	require.Len(t, f.screen.shown, before+1)
	require.Equal(t, "call before", f.last().Order.Comments[0].Text)
}

// A notice comes with all that a task needs; whom it is for closes it there, somebody else is refused and told so, and
// one that is answered elsewhere is shown as answered.
func TestANoticeIsATaskOfTheScreen(t *testing.T) {
	f := newFront(t)
	id := f.buys()
	label := order.File{Name: "label.pdf", URL: "https://files.example/label.pdf"}
	f.does(id, order.Notify{To: order.Addressee{Role: order.RoleShop, Place: "shop-7"}, Text: "issue it", Files: []order.File{label}, Urgent: true},
		order.Notify{To: order.Addressee{Place: "shop-9"}, Text: "send it"})
	var tasks []order.Notified
	for _, n := range f.screen.tasks {
		if b, is := n.Cause.Body.(order.Notified); is {
			tasks = append(tasks, b)
		}
	}
	require.Equal(t, []order.Notified{
		{N: 1, To: order.Addressee{Role: order.RoleShop, Place: "shop-7"}, Text: "issue it", Files: []order.File{label}, Urgent: true},
		{N: 2, To: order.Addressee{Place: "shop-9"}, Text: "send it"},
	}, tasks)

	f.clock.pass(time.Minute)
	f.crm.setsBy("LA-1", "23", order.AnswerNotice{Notice: 1, Text: "issued"}) // olga of shop-7
	f.sync()
	n := f.order(id).Notices[0]
	require.Equal(t, []string{"answered", "olga", "issued"}, []string{string(n.State), n.AnsweredBy.ID, n.Answer})
	require.Equal(t, order.NoticeStateAnswered, f.last().Order.Notices[0].State)
	require.Contains(t, f.screen.says()[len(f.screen.says())-1], "olga (пункт выдачи, crm-1): ")

	f.clock.pass(time.Minute)
	f.crm.setsBy("LA-1", "23", order.AnswerNotice{Notice: 2, Text: "sent"})
	f.sync()
	require.Equal(t, order.NoticeStateTold, f.order(id).Notices[1].State)
	require.Contains(t, f.notes()[len(f.notes())-1], "shop-9", "she is told why not")

	f.does(id, order.AnswerNotice{Notice: 2, Text: "sent"})
	require.Equal(t, order.NoticeStateAnswered, f.last().Order.Notices[1].State, "the task is closed there, too")
}

// A call that was made is kept once, however often it is told, and after the end of the order as well.
func TestACallIsKeptOnce(t *testing.T) {
	f := newFront(t)
	id := f.buys()
	call := order.ContactBuyer{Channel: "phone", Reached: true, Ref: order.Ref{System: "ledger", Account: "crm-1", Kind: "call", ID: "77"}}
	tells := func() {
		f.clock.pass(time.Minute)
		f.crm.setsBy("LA-1", "19", call)
		f.sync()
	}
	tells()
	tells()
	require.Len(t, f.order(id).Contacts, 1)
	f.does(id, order.Assemble{Warehouse: "central"}, order.HandOver{Courier: true}, order.Deliver{})
	notes := len(f.notes())
	tells()
	call.Ref.ID = "78"
	tells()
	require.Len(t, f.order(id).Contacts, 2)
	require.Equal(t, call.Ref, f.last().Order.Contacts[1].Ref)
	require.Len(t, f.notes(), notes, "nothing is refused")
}
