package bitrix24_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var (
	at       = time.Date(2026, 5, 14, 7, 0, 0, 0, time.UTC)
	operator = order.Actor{ID: "olga", Role: order.RoleOperator}
	ordo1    = order.Actor{ID: "ordo", Role: order.RoleSystem}
)

// sale is an order and its deal.
type sale struct {
	*testing.T
	p    *bitrix24test.Server
	s    *bitrix24.System
	o    *order.Order
	ref  order.Ref
	now  time.Time
	keys int
	// others are deals of other orders.
	others int
}

func draft() order.Draft {
	return order.Draft{
		ID: "shop-1/100500", Ref: order.Ref{System: "bitrix", Account: "shop-1", Kind: "order", ID: "100500"}, Number: "100500", Scheme: order.ByCarrier, Placed: at,
		Buyer:    order.Buyer{Name: "Иванова Анна Петровна", Phone: "8 (912) 345-67-89", Email: "anna@example.org", Login: "anna", Loyalty: "Золотой", Bonus: amount.RUB(12000)},
		Delivery: order.Delivery{Service: "СДЭК, пункт выдачи", City: "Тула", Point: "TUL4", Term: "2-3 дня"},
		Lines: []order.Line{
			{ID: "L1", SKU: "SHOES-42", Name: "Ботинки, 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT20, MarkRequired: true},
			{ID: "L2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(3), Price: amount.RUB(89000), VAT: amount.VAT20},
			{ID: "L3", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(35000)},
		},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "MAY10", Amount: amount.RUB(50000)}},
	}
}

func buys(t *testing.T, p *bitrix24test.Server, s *bitrix24.System, d order.Draft, opts ...order.Option) *sale {
	t.Helper()
	o, _, err := order.New(d, order.By{Actor: ordo1, At: at}, opts...)
	require.NoError(t, err)
	x := &sale{T: t, p: p, s: s, o: o, now: at}
	return x
}

func (x *sale) do(cs ...order.Command) {
	x.Helper()
	for _, c := range cs {
		x.now = x.now.Add(time.Minute)
		by := order.By{Actor: operator, At: x.now}
		if _, is := c.(order.Pay); is {
			by.Actor = ordo1
		}
		_, err := x.o.Do(c, by)
		require.NoError(x, err)
	}
}

func (x *sale) task(kind order.EffectKind) order.Task {
	x.Helper()
	x.keys++
	ref := x.ref
	ref.System, ref.Account = bitrix24.Name, "crm-1"
	t, ok := x.o.Task(order.Effect{Kind: kind, Target: ref, Order: x.o.View().ID, N: x.o.Version(), Key: kindKey(kind, x.keys)})
	require.True(x, ok)
	if kind == order.EffectNote {
		t.Text = "заметка " + t.Key
	}
	if kind == order.EffectShow {
		for e := range x.o.Events(order.Filter{}) {
			t.Log = append(t.Log, order.LogEntry{N: e.N, At: e.At, By: e.By, Who: e.By.ID, Kind: e.Body.Kind(), Says: e.Body.Kind(), Files: e.Files()})
		}
	}
	return t
}

func kindKey(kind order.EffectKind, n int) string { return string(kind) + "-" + strconv.Itoa(n) }

// apply carries out an effect, and then once more, which changes nothing. It returns how many requests the first took.
func (x *sale) apply(kind order.EffectKind) (order.Outcome, int) {
	x.Helper()
	t := x.task(kind)
	before := requests.Load()
	out, err := x.s.Apply(x.Context(), t)
	require.NoError(x, err)
	require.True(x, out.Done(), out)
	n := int(requests.Load() - before)
	if !out.Ref.IsZero() {
		x.ref = out.Ref
		t.Target.Kind, t.Target.ID = out.Ref.Kind, out.Ref.ID
	}
	commits := x.p.Commits("*")
	again, err := x.s.Apply(x.Context(), t)
	require.NoError(x, err)
	require.Equal(x, order.AlreadySo, again.Kind, again)
	require.Equal(x, commits, x.p.Commits("*"), "applied again, it changes nothing")
	require.Empty(x, x.p.IgnoredFields())
	return out, n
}

func (x *sale) deal() bitrix24test.Item {
	x.Helper()
	require.Len(x, x.p.Deals(), 1+x.others)
	d, ok := x.p.Deal("100500")
	require.True(x, ok)
	return d
}

func (x *sale) field(name string) string { return fmt.Sprint(x.deal().Fields[name]) }

func TestANewOrderIsADealWithItsGoodsAndBuyer(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	out, n := x.apply(order.EffectUpsert)
	require.Equal(t, order.Applied, out.Kind)
	require.Equal(t, bitrix24.StageNew, out.Code)
	require.LessOrEqual(t, n, 4+3, "and three for what set-up made, once") // see TestTheCostInRequests
	d := x.deal()
	require.Equal(t, "Заказ 100500", d.Title)
	require.Equal(t, "Ожидает оплаты", d.Stage)
	require.Equal(t, "Подтвержден, ожидает оплаты", x.field(bitrix24.FieldStatus))
	require.InDelta(t, 7320.0, d.Opportunity, 0.001)
	rows := p.Rows(d.ID)
	require.Len(t, rows, 3)
	require.Equal(t, "Кружка [MUG]", rows[1].Name)
	for name, want := range map[string]string{
		bitrix24.FieldLogin: "anna", bitrix24.FieldLoyalty: "Золотой", bitrix24.FieldBonus: "120.00|RUB", bitrix24.FieldService: "СДЭК, пункт выдачи",
		bitrix24.FieldTerm: "2-3 дня", bitrix24.FieldDeliveryCost: "350.00|RUB", bitrix24.FieldSumBefore: "7470.00|RUB", bitrix24.FieldTotal: "7320.00|RUB",
		bitrix24.FieldPromo: "MAY10", bitrix24.FieldAddress: "Тула, TUL4", bitrix24.FieldSource: "shop-1",
	} {
		require.Equal(t, want, x.field(name), name)
	}
	c := p.Contacts()
	require.Len(t, c, 1)
	require.Equal(t, []string{"+79123456789"}, c[0].Phones)
	require.Equal(t, []string{"anna@example.org"}, c[0].Mails)
	require.NotNil(t, out.Sums)
	require.Equal(t, amount.RUB(732000), out.Sums.Total)
}

func (x *sale) pay() {
	x.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: x.o.View().Total, Method: "card"}})
}

func (x *sale) items(title string) []string {
	var all []string
	for _, it := range x.p.Items(title, x.deal().ID) {
		all = append(all, it.Title+": "+it.Stage)
	}
	slices.Sort(all)
	return all
}

// The stage says where the work stands, the status what the order is: two fields, which part ways once it is paid.
func TestStageAndStatusAreTwoFields(t *testing.T) {
	for _, onPayment := range []bool{true, false} {
		scheme, _ := order.ByCarrier.Rules()
		scheme.AssemblingOnPayment = onPayment
		p, s := desk(t, bitrix24test.Settings{})
		x := buys(t, p, s, draft(), order.WithScheme(scheme))
		x.apply(order.EffectUpsert)
		shows := func(stage, status string) {
			t.Helper()
			x.apply(order.EffectStatus)
			require.Equal(t, stage, x.deal().Stage)
			require.Equal(t, status, x.field(bitrix24.FieldStatus))
		}
		x.pay()
		if onPayment {
			shows("Заказ оплачен", "Собирается")
		} else {
			shows("Заказ оплачен", "Оплачен")
		}
		x.do(order.SetMark{Line: "L1", Unit: 0, Code: "010460406000600021N4N57RSCBUZTQ"}, order.Assemble{Picks: order.PickAll("L1", "L2"), Warehouse: "ЦС"})
		shows("Заказ оплачен", "Собирается")
		x.do(order.CreateShipment{Picks: order.PickAll("L1")})
		shows("Собирается", "Собирается")
		x.do(order.HandOver{Shipment: 1, Waybill: "1"})
		shows("Доставляется", "Доставляется")
		x.do(order.CreateShipment{Picks: order.PickAll("L2")})
		shows("Доставляется", "Доставляется") // a later shipment does not move it back
		x.do(order.Deliver{Shipment: 1})
		shows("Доставляется", "Доставляется")
		x.do(order.HandOver{Shipment: 2, Waybill: "2"}, order.Deliver{Shipment: 2})
		shows("Выдан", "Выдан")
	}
}

// The way of an order from payment to a return, as people see it.
func TestTheWayOfAnOrderIsShown(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	x.apply(order.EffectShow)
	require.Equal(t, []string{"Ботинки, 42 × 1: Новый", "Кружка × 3: Новый"}, x.items("Позиция заказа"))
	x.pay()
	x.apply(order.EffectPayment)
	require.Equal(t, "7320.00|RUB", x.field(bitrix24.FieldPaid))
	x.do(order.SetMark{Line: "L1", Unit: 0, Code: "010460406000600021N4N57RSCBUZTQ"}, order.Assemble{Picks: order.PickAll("L1", "L2"), Warehouse: "ЦС"})
	x.apply(order.EffectShow)
	require.Equal(t, []string{"Ботинки, 42 × 1: Собирается", "Кружка × 3: Собирается"}, x.items("Позиция заказа"))
	shoes := p.Items("Позиция заказа", x.deal().ID)[0]
	require.Contains(t, fmt.Sprint(shoes.Fields), "010460406000600021N4N57RSCBUZTQ")
	history := shoes.ID

	x.do(order.CreateShipment{Picks: order.PickAll("L1", "L2"), Carrier: order.Ref{System: "cdek", Account: "cdek-1"}, To: "TUL4"})
	x.apply(order.EffectShow)
	require.Equal(t, []string{"Отгрузка S1: Собирается"}, x.items("Отгрузка"))
	parcel := p.Items("Отгрузка", x.deal().ID)[0]
	require.Len(t, p.ItemRows(parcel.TypeID, parcel.ID), 2)
	x.do(order.HandOver{Shipment: 1, Waybill: "1234567890"})
	x.apply(order.EffectShow)
	require.Equal(t, []string{"Отгрузка S1: Отправлено"}, x.items("Отгрузка"))
	require.Equal(t, []string{"Ботинки, 42 × 1: Отправлен на пункт выдачи / передан курьеру", "Кружка × 3: Отправлен на пункт выдачи / передан курьеру"}, x.items("Позиция заказа"))

	x.do(order.Deliver{}, order.Return{Picks: order.Pick("L2", amount.Pcs(2)), Reason: status.ReasonDefect})
	x.apply(order.EffectShow)
	require.Equal(t, []string{"Отгрузка S1: Выдана"}, x.items("Отгрузка"))
	require.Equal(t, []string{"Возврат R1: К возврату"}, x.items("Возврат"))
	require.Equal(t, []string{"Ботинки, 42 × 1: Выдан", "Кружка × 1: Выдан", "Кружка × 2: К возврату"}, x.items("Позиция заказа"))
	require.Equal(t, history, p.Items("Позиция заказа", x.deal().ID)[0].ID, "an item goes on being the same goods")
	require.Contains(t, fmt.Sprint(p.Items("Возврат", x.deal().ID)[0].Fields), "1660.86|RUB")
	var numbers []string
	for _, n := range p.Timeline(x.deal().ID) {
		number, _, _ := strings.Cut(n.Title, " ")
		numbers = append(numbers, number)
	}
	require.Equal(t, []string{"#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8"}, numbers, "each event once")
}

// cost: what each effect costs in requests, once the ids of the set-up are known.
func TestTheCostInRequests(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	first := draft()
	first.Ref.ID = "100499"
	warm := buys(t, p, s, first)
	_, err := s.Apply(t.Context(), warm.task(order.EffectUpsert))
	require.NoError(t, err)

	x := buys(t, p, s, draft())
	x.others = 1
	cost := func(kind order.EffectKind, most int) {
		t.Helper()
		_, n := x.apply(kind)
		require.LessOrEqual(t, n, most, kind)
	}
	cost(order.EffectUpsert, 3)
	cost(order.EffectShow, 2)
	cost(order.EffectNote, 2)
	x.do(order.Edit{Remove: order.Pick("L2", amount.Pcs(1))})
	cost(order.EffectLines, 3)
	x.pay()
	cost(order.EffectStatus, 2)
	cost(order.EffectPayment, 2)
	cost(order.EffectDetails, 3)
	before := requests.Load()
	task := x.task(order.EffectShow)
	for range 2 {
		_, err = s.Apply(t.Context(), task)
		require.NoError(t, err)
	}
	require.Equal(t, before+3, requests.Load(), "with nothing to be shown it is one request")
}

// What people set and nobody has read is left alone; once it was read, the truth is written over it.
func TestWhatPeopleSetIsNotOverwrittenBeforeItWasRead(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	x.pay()
	x.do(order.SetMark{Line: "L1", Unit: 0, Code: "010460406000600021N4N57RSCBUZTQ"}, order.Assemble{Picks: order.PickAll("L1", "L2"), Warehouse: "ЦС"}, order.CreateShipment{Picks: order.PickAll("L1", "L2")})
	x.apply(order.EffectShow)
	deal, parcel := x.deal(), p.Items("Отгрузка", x.deal().ID)[0]
	require.NoError(t, p.MovesDeal(bitrix24test.Operator, deal.ID, "Выдан"))
	require.NoError(t, p.MovesItem(bitrix24test.Operator, "Отгрузка", parcel.ID, "Выдана"))
	require.NoError(t, p.SetsField(bitrix24test.Operator, deal.ID, bitrix24.FieldPromo, "JUNE"))
	x.apply(order.EffectShow)
	x.apply(order.EffectStatus)
	require.Equal(t, "Выдан", x.deal().Stage)
	require.Equal(t, []string{"Отгрузка S1: Выдана"}, x.items("Отгрузка"))

	seen := fmt.Sprintf("deal%%2Fstage=WON&deal%%2Fpromo=JUNE&%d%%2F%d%%2Fstage=SUCCESS", parcel.TypeID, parcel.ID)
	x.do(order.Label{Key: erp.SeenLabel("crm-1"), Text: seen})
	x.apply(order.EffectShow)
	require.Equal(t, "Собирается", x.deal().Stage)
	require.Equal(t, []string{"Отгрузка S1: Собирается"}, x.items("Отгрузка"))
	x.apply(order.EffectLines)
	require.Equal(t, "MAY10", x.field(bitrix24.FieldPromo))
}

// A row that people changed is not written over: the change is read first.
func TestRowsThatPeopleChangedAreReadFirst(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	id := x.deal().ID
	rows := p.Rows(id)
	rows[1].Quantity = 2
	require.NoError(t, p.SetsRows(bitrix24test.Operator, id, rows...))
	x.do(order.Edit{Remove: order.PickAll("L1")})
	_, err := s.Apply(t.Context(), x.task(order.EffectLines))
	require.ErrorIs(t, err, ordo.ErrRetry)
	require.Len(t, p.Rows(id), 3)
}

// An item that people created for a shipment becomes that of the shipment.
func TestAnItemThatPeopleCreatedIsTaken(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	x.pay()
	x.do(order.SetMark{Line: "L1", Unit: 0, Code: "010460406000600021N4N57RSCBUZTQ"}, order.Assemble{Picks: order.PickAll("L1", "L2"), Warehouse: "ЦС"})
	made, err := p.AddsItem(bitrix24test.Operator, "Отгрузка", x.deal().ID, map[string]any{"TITLE": "В Тулу"})
	require.NoError(t, err)
	x.apply(order.EffectShow)
	require.Equal(t, []string{"В Тулу: Собирается"}, x.items("Отгрузка"), "people's items stay")
	typeID := p.Items("Отгрузка", x.deal().ID)[0].TypeID
	x.do(order.CreateShipment{Picks: order.PickAll("L1", "L2")}, order.Label{Key: erp.SeenLabel("crm-1"), Text: fmt.Sprintf("made%%2FS1=%d%%2F%d", typeID, made)})
	x.apply(order.EffectShow)
	require.Equal(t, []string{"Отгрузка S1: Собирается"}, x.items("Отгрузка"))
	require.Equal(t, made, p.Items("Отгрузка", x.deal().ID)[0].ID)
}

// A notice is a task for whom it is for, once; answered elsewhere, its task is done. Other notes are comments.
func TestANoticeIsATask(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	x.do(order.Notify{
		To: order.Addressee{Role: order.RoleShop, Place: "МАГ-2"}, Text: "Выдайте заказ\nдо вечера", Urgent: true,
		Files: []order.File{{Name: "label.pdf", URL: "https://files.example/1"}},
	})
	x.apply(order.EffectNote)
	tasks := p.Tasks()
	require.Len(t, tasks, 1)
	require.Equal(t, bitrix24test.Seller2, tasks[0].Responsible)
	require.Equal(t, "Заказ 100500: Выдайте заказ", tasks[0].Title)
	require.Contains(t, tasks[0].Description, "https://files.example/1")
	require.Len(t, p.Notices(), 1)
	require.Equal(t, bitrix24test.Seller2, p.Notices()[0].User)

	x.do(order.MarkTold{Notice: 1}, order.AnswerNotice{Notice: 1, Text: "выдан"})
	x.apply(order.EffectShow)
	require.Equal(t, "5", p.Tasks()[0].Status)

	x.do(order.Notify{To: order.Addressee{Role: order.RoleBooks}, Text: "Проверьте"})
	_, err := s.Apply(t.Context(), x.task(order.EffectNote))
	require.NoError(t, err)
	require.Equal(t, bitrix24test.Operator, p.Tasks()[1].Responsible, "who is responsible gets what is for nobody else")
}

// The contents of files are shown once, where the host can read them; the links always.
func TestFilesAreShownWithTheirContents(t *testing.T) {
	p, c := open(t, bitrix24test.Settings{Box: true})
	read := func(_ context.Context, f order.File) ([]byte, error) {
		if f.Name != "label.pdf" {
			return nil, errors.New("not kept here")
		}
		return []byte("%PDF-1.7"), nil
	}
	s := c.System(settings(), bitrix24.WithFiles(read))
	_, err := s.Setup(t.Context())
	require.NoError(t, err)
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	x.do(order.Notify{To: order.Addressee{Role: order.RoleShop}, Text: "Наклейте", Files: []order.File{
		{Name: "label.pdf", URL: "https://files.example/1"}, {Name: "note.pdf", URL: "https://files.example/2"},
	}})
	x.apply(order.EffectShow)
	var files []string
	for _, n := range p.Timeline(x.deal().ID) {
		files = append(files, n.Files...)
	}
	require.Equal(t, []string{"label.pdf"}, files)
	require.Contains(t, picture(p, "100500"), "note.pdf: https://files.example/2")
}

// Rows have the products of the catalogue where the merchant says by what they are found; an article that it does not
// have makes a row with the article in its name.
func TestRowsHaveTheProductsOfTheCatalogue(t *testing.T) {
	p, c := open(t, bitrix24test.Settings{Box: true})
	set := settings()
	set.Goods.By = "xmlId"
	s := c.System(set)
	_, err := s.Setup(t.Context())
	require.NoError(t, err)
	p.AddProduct(bitrix24test.Product{ID: 9621, Name: "Кружка белая", XMLID: "MUG"})
	require.NoError(t, s.Check(t.Context()))
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	rows := p.Rows(x.deal().ID)
	require.Equal(t, 0, rows[0].ProductID)
	require.Equal(t, "Ботинки, 42 [SHOES-42]", rows[0].Name)
	require.Equal(t, 9621, rows[1].ProductID)
	x.apply(order.EffectLines)
}

// Where the portal keeps a value that is written as empty, an item still shows that there is none, and is not written
// again and again.
//
// pain: B24-P4
func TestWhatAnItemNoLongerHasIsNotShown(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{EmptyKeeps: true})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	x.pay()
	x.do(order.Assemble{Picks: order.PickAll("L2"), Warehouse: "МАГ-1"})
	x.apply(order.EffectShow)
	mug := func() string { return fmt.Sprint(p.Items("Позиция заказа", x.deal().ID)[1].Fields) }
	require.Contains(t, mug(), "МАГ-1")
	x.do(order.Release{Picks: order.PickAll("L2")})
	x.apply(order.EffectShow)
	require.NotContains(t, mug(), "МАГ-1")
}
