package bitrix24_test

import (
	"fmt"
	"net/http"
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
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// desktop is an order that stands in a portal, and the people who work there.
type desktop struct {
	*testing.T
	portal *bitrix24test.Server
	system *bitrix24.System
	o      *order.Order
	deal   bitrix24test.Item
	ref    order.Ref
	cursor string
	now    time.Time
	n      int
}

const deskAccount = "crm-1"

func sitDown(t *testing.T, change ...func(*order.Draft)) *desktop {
	t.Helper()
	now := time.Date(2026, 5, 14, 9, 0, 0, 0, time.UTC)
	d := &desktop{T: t, now: now}
	p := bitrix24test.New(bitrix24test.Settings{Box: true, Now: func() time.Time { return d.now }})
	t.Cleanup(p.Close)
	d.portal = p
	c := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), bxrest.Box(),
		ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}), ordo.WithMaxAttempts(1), ordo.WithAccount(deskAccount), ordo.WithClock(clock{&d.now}))
	d.system = c.System(bitrix24.Settings{Responsible: bitrix24test.Operator})
	_, err := d.system.Setup(t.Context())
	require.NoError(t, err)
	draft := order.Draft{
		ID: "shop-1/100500", Ref: order.Ref{System: "bitrix", Account: "shop-1", Kind: "order", ID: "100500"}, Number: "100500", Scheme: order.ByCarrier, Placed: now,
		Buyer: order.Buyer{Name: "Иванова Анна Петровна", Phone: "+79123456789", Email: "anna@example.org"},
		Lines: []order.Line{
			{ID: "L1", SKU: "SHOES-42", Name: "Ботинки, 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT20, MarkRequired: true},
			{ID: "L2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(3), Price: amount.RUB(89000), VAT: amount.VAT20},
		},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "MAY10", Amount: amount.RUB(50000)}},
	}
	for _, f := range change {
		f(&draft)
	}
	d.o, _, err = order.New(draft, order.By{Actor: order.Actor{ID: "ordo", Role: order.RoleSystem}, At: now})
	require.NoError(t, err)
	out, err := d.system.Apply(t.Context(), d.task(order.EffectUpsert))
	require.NoError(t, err)
	d.ref = out.Ref
	d.show()
	_, d.cursor = d.changes()
	return d
}

// clock is a clock that a test moves.
type clock struct{ now *time.Time }

func (c clock) Now() time.Time { return *c.now }

func (d *desktop) task(kind order.EffectKind) order.Task {
	d.Helper()
	d.n++
	ref := d.ref
	ref.System, ref.Account = bitrix24.Name, deskAccount
	t, ok := d.o.Task(order.Effect{Kind: kind, Target: ref, Order: d.o.View().ID, N: d.o.Version(), Key: fmt.Sprintf("%s-%d", kind, d.n)})
	require.True(d, ok)
	return t
}

// show brings the portal to what the order is.
func (d *desktop) show() {
	d.Helper()
	for _, kind := range []order.EffectKind{order.EffectLines, order.EffectStatus, order.EffectShow} {
		_, err := d.system.Apply(d.Context(), d.task(kind))
		require.NoError(d, err, kind)
	}
	var has bool
	d.deal, has = d.portal.Deal("100500")
	require.True(d, has)
}

func (d *desktop) do(cs ...order.Command) {
	d.Helper()
	for _, c := range cs {
		by := order.By{Actor: order.Actor{ID: "olga", Role: order.RoleOperator}, At: d.now}
		if _, is := c.(order.Pay); is {
			by.Actor = order.Actor{ID: "ordo", Role: order.RoleSystem}
		}
		_, err := d.o.Do(c, by)
		require.NoError(d, err, "%s", c.Kind())
	}
}

// changes are those since the cursor, and the next one.
func (d *desktop) changes() (all []erp.Change, cursor string) {
	d.Helper()
	cursor = d.cursor
	for c, err := range d.system.Changes(d.Context(), d.cursor) {
		require.NoError(d, err)
		if c.Cursor != "" {
			cursor = c.Cursor
		}
		if !c.Ref.IsZero() || c.Problem != "" {
			all = append(all, c)
		}
	}
	return all, cursor
}

// read reads what people did since the last time.
func (d *desktop) read() ([]erp.Change, erp.Reading) {
	d.Helper()
	all, cursor := d.changes()
	d.cursor = cursor
	r, err := d.system.Read(d.Context(), all, d.o.View())
	require.NoError(d, err)
	if r.Seen != "" {
		_, err := d.o.Do(order.Label{Key: erp.SeenLabel(deskAccount), Text: r.Seen}, order.By{Actor: order.Actor{ID: "ordo", Role: order.RoleSystem}, At: d.now})
		require.NoError(d, err)
	}
	again, err := d.system.Read(d.Context(), all, d.o.View())
	require.NoError(d, err)
	require.Empty(d, again.Reports, "what was read is no news")
	require.Nil(d, again.Edit)
	require.Empty(d, again.Parcels)
	more, _ := d.changes()
	require.Empty(d, more, "nothing is told twice")
	return all, r
}

// commands are those of the intents of a reading.
func commandsOf(r erp.Reading) (all []order.Command) {
	for _, x := range r.Reports {
		if i, is := x.(order.Intent); is && i.Refused.IsZero() {
			all = append(all, i.Commands...)
		}
	}
	return all
}

func refusals(r erp.Reading) (all []string) {
	for _, x := range r.Reports {
		if i, is := x.(order.Intent); is && !i.Refused.IsZero() {
			all = append(all, i.Refused.String())
		}
	}
	return all
}

func (d *desktop) rows() []bitrix24test.Line { return d.portal.Rows(d.deal.ID) }

func (d *desktop) item(title string, n int) bitrix24test.Item {
	d.Helper()
	all := d.portal.Items(title, d.deal.ID)
	require.Greater(d, len(all), n, "%s", title)
	return all[n]
}

func TestOurOwnWritesAreNoNews(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	all, cursor := d.changes()
	require.Empty(t, all)
	require.Equal(t, d.cursor, cursor)
	d.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.View().Total}})
	d.show()
	all, r := d.read()
	require.Empty(t, all)
	require.Equal(t, d.system.StatusFor(d.o.View()), r.Status)
	require.NotNil(t, r.Sums)
}

func TestPeopleEditTheRows(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	rows := d.rows()
	require.Len(t, rows, 2)
	rows[1].Quantity = 2
	rows = append(rows, bitrix24test.Line{Name: "Миска [BOWL]", Price: 1, Quantity: 4})
	require.NoError(t, d.portal.SetsRows(bitrix24test.Seller1, d.deal.ID, rows...))
	all, r := d.read()
	require.Len(t, all, 1)
	require.Equal(t, strconv.Itoa(bitrix24test.Seller1), all[0].By)
	require.Equal(t, d.ref.ID, all[0].Ref.ID)
	require.NotNil(t, r.Edit)
	require.Nil(t, r.Edit.Promo)
	require.Equal(t, order.Pick("L2", amount.Pcs(1)), r.Edit.Edit.Remove)
	require.Len(t, r.Edit.Edit.Add, 1)
	require.Equal(t, "BOWL", r.Edit.Edit.Add[0].SKU)
	require.Equal(t, amount.Pcs(4), r.Edit.Edit.Add[0].Quantity)
	require.True(t, r.Edit.Edit.Add[0].Price.IsUnset(), "the price is the shop's")
	require.Len(t, r.Edit.About, 2)
}

func TestPeopleReplaceAndDeleteRows(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	rows := d.rows()
	rows[0].Name = "Ботинки, 43 [SHOES-43]"
	require.NoError(t, d.portal.SetsRows(bitrix24test.Seller1, d.deal.ID, rows[0]))
	_, r := d.read()
	require.ElementsMatch(t, order.PickAll("L1").And(order.PickAll("L2")), r.Edit.Edit.Remove)
	require.Equal(t, "SHOES-43", r.Edit.Edit.Add[0].SKU)
}

func TestPeopleTypeAPromoCode(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	require.NoError(t, d.portal.SetsField(bitrix24test.Operator, d.deal.ID, "UF_CRM_ORDO_PROMO", nil))
	_, first := d.read()
	require.NotNil(t, first.Edit, "a code that was taken out, before anything was read")
	require.Empty(t, *first.Edit.Promo)
	d.show()
	require.NoError(t, d.portal.SetsField(bitrix24test.Operator, d.deal.ID, "UF_CRM_ORDO_PROMO", "JUNE20"))
	_, r := d.read()
	require.Equal(t, "JUNE20", *r.Edit.Promo)
	require.Empty(t, r.Edit.Edit)

	d.show() // the order did not take it: the portal shows the order's again
	all, _ := d.read()
	require.Empty(t, all)
	require.NoError(t, d.portal.SetsField(bitrix24test.Operator, d.deal.ID, "UF_CRM_ORDO_PROMO", nil))
	_, r = d.read()
	require.NotNil(t, r.Edit, "a code that was taken out")
	require.Empty(t, *r.Edit.Promo)
}

func TestPeopleMoveTheDeal(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	require.NoError(t, d.portal.MovesDeal(bitrix24test.Seller2, d.deal.ID, bitrix24.StagePaid))
	all, r := d.read()
	require.Equal(t, strconv.Itoa(bitrix24test.Seller2), all[0].By)
	require.Equal(t, bitrix24.StagePaid, r.Status)
	require.Len(t, refusals(r), 1)
	require.Contains(t, refusals(r)[0], "the order is not paid")
	d.show()
	require.Contains(t, d.deal.StageID, bitrix24.StageNew, "it is put back")

	require.NoError(t, d.portal.MovesDeal(bitrix24test.Seller2, d.deal.ID, bitrix24.StageLost))
	_, r = d.read()
	require.Equal(t, []order.Command{order.Cancel{Reason: status.ReasonOther}}, commandsOf(r))
}

// shipped makes a shipment that a carrier may be asked for, and a second line that is in none.
func (d *desktop) shipped() {
	d.Helper()
	d.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.View().Total}}, order.Assemble{Warehouse: "ЦС"},
		order.SetMark{Line: "L1", Unit: 0, Code: "010460000000000021MARK1"}, order.CreateShipment{Picks: order.PickAll("L1"), To: "TUL4"})
	d.show()
	_, d.cursor = d.changes()
}

func TestPeoplePressTheButtonsOfAShipment(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.shipped()
	s := d.item("Отгрузка", 0)
	require.NoError(t, d.portal.SetsItemField(bitrix24test.Operator, "Отгрузка", s.ID, d.field("FORM"), "Вес, г [weight]: 1200\nЯщик [box]: 1"))
	_, r := d.read()
	require.Empty(t, r.Parcels, "nothing was asked for yet")
	d.show()
	require.NoError(t, d.portal.MovesItem(bitrix24test.Operator, "Отгрузка", s.ID, bitrix24.ShipmentRequest))
	all, r := d.read()
	require.Equal(t, strconv.Itoa(bitrix24test.Operator), all[0].By)
	require.Equal(t, []erp.ParcelWish{{Shipment: 1, Values: map[string]string{"weight": "1200", "box": "1"}, Code: bitrix24.ShipmentRequest}}, r.Parcels)
	d.show()
	require.Contains(t, d.item("Отгрузка", 0).StageID, bitrix24.ShipmentNew, "a button comes back")

	require.NoError(t, d.portal.MovesItem(bitrix24test.Seller1, "Отгрузка", s.ID, bitrix24.ShipmentIssued))
	_, r = d.read()
	require.Equal(t, []order.Command{order.Deliver{Shipment: 1}}, commandsOf(r))
	d.show()
	require.NoError(t, d.portal.MovesItem(bitrix24test.Seller1, "Отгрузка", s.ID, bitrix24.ShipmentLost))
	_, r = d.read()
	require.Len(t, refusals(r), 1)
}

// field is the name of a user field of the items of smart processes.
func (d *desktop) field(name string) string {
	d.Helper()
	for _, f := range d.portal.CustomFields() {
		if strings.HasPrefix(f.Entity, "CRM_") && strings.HasSuffix(f.Name, "_"+name) && f.Entity != "CRM_DEAL" && f.Entity != "CRM_CONTACT" {
			return f.Name
		}
	}
	require.Fail(d, "no such field", name)
	return ""
}

func TestPeopleCreateAShipmentAndAReturn(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.shipped()
	mugs := bitrix24test.Line{Name: "Кружка [MUG]", Quantity: 2, Price: 1}
	id, err := d.portal.AddsItem(bitrix24test.Operator, "Отгрузка", d.deal.ID, map[string]any{"TITLE": "Вторая", d.field("TO"): "МАГ-2"}, mugs)
	require.NoError(t, err)
	_, r := d.read()
	require.Equal(t, []order.Command{order.CreateShipment{Picks: order.Pick("L2", amount.Pcs(2)), To: "МАГ-2"}}, commandsOf(r))
	d.do(commandsOf(r)...)
	d.show()
	require.Len(t, d.portal.Items("Отгрузка", d.deal.ID), 2, "the item that they created is the shipment's")
	require.Equal(t, id, d.item("Отгрузка", 1).ID)
	all, _ := d.changes()
	require.Empty(t, all)

	_, err = d.portal.AddsItem(bitrix24test.Operator, "Отгрузка", d.deal.ID, map[string]any{"TITLE": "Третья"}, bitrix24test.Line{Name: "Кружка [MUG]", Quantity: 9, Price: 1})
	require.NoError(t, err)
	_, r = d.read()
	require.Empty(t, commandsOf(r))
	require.Contains(t, r.Warnings[0].String(), "not so many left")

	back, err := d.portal.AddsItem(bitrix24test.Operator, "Возврат", d.deal.ID, map[string]any{"TITLE": "Не подошли"}, bitrix24test.Line{Name: "Кружка [MUG]", Quantity: 1, Price: 1})
	require.NoError(t, err)
	_, r = d.read()
	require.Contains(t, r.Warnings[0].String(), "no reason")
	require.NoError(t, d.portal.SetsItemField(bitrix24test.Operator, "Возврат", back, d.field("REASON"), d.portal.CustomFields()[d.fieldAt("REASON")].Choices[0]))
	require.NoError(t, d.portal.Attaches(bitrix24test.Operator, "Возврат", back, d.field("STATEMENT"), "заявление.pdf", []byte("%PDF")))
	_, r = d.read()
	require.Len(t, commandsOf(r), 1)
	ret := commandsOf(r)[0].(order.Return)
	require.Equal(t, order.Pick("L2", amount.Pcs(1)), ret.Picks)
	require.NotEmpty(t, ret.Reason)
	require.Contains(t, ret.Statement, "#file")
	d.do(ret)
	d.show()
	require.Len(t, d.portal.Items("Возврат", d.deal.ID), 1)
	_, r = d.read()
	require.Empty(t, r.Reports)

	require.NoError(t, d.portal.MovesItem(bitrix24test.Seller1, "Возврат", back, bitrix24.ReturnRefund))
	all, r = d.read()
	require.Equal(t, strconv.Itoa(bitrix24test.Seller1), all[0].By)
	require.Equal(t, []order.Command{order.Refund{Block: 1}}, commandsOf(r))
}

func (d *desktop) fieldAt(name string) int {
	return slices.IndexFunc(d.portal.CustomFields(), func(f bitrix24test.Field) bool { return f.Name == d.field(name) })
}

func TestPeopleTypeMarkingCodes(t *testing.T) {
	t.Parallel()
	d := sitDown(t, func(x *order.Draft) { x.Lines[0].Quantity, x.Lines[0].Price = amount.Pcs(2), amount.RUB(240000) })
	d.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.View().Total}}, order.Assemble{Warehouse: "ЦС"})
	d.show()
	_, d.cursor = d.changes()
	i := slices.IndexFunc(d.portal.Items("Позиция заказа", d.deal.ID), func(i bitrix24test.Item) bool { return strings.HasSuffix(i.XMLID, "/L1") })
	shoes := d.item("Позиция заказа", i)
	require.NoError(t, d.portal.SetsItemField(bitrix24test.Storeman, "Позиция заказа", shoes.ID, d.field("MARK"), []any{"CODE-A", "CODE-B"}))
	all, r := d.read()
	require.Equal(t, strconv.Itoa(bitrix24test.Storeman), all[0].By)
	require.Equal(t, []order.Command{order.SetMark{Line: "L1", Unit: 0, Code: "CODE-A"}, order.SetMark{Line: "L1", Unit: 1, Code: "CODE-B"}}, commandsOf(r))
}

func TestAPhotoOfACodeIsHandedOnOnce(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	shoes := d.item("Позиция заказа", 0)
	attach := func(content string) {
		require.NoError(t, d.portal.Attaches(bitrix24test.Storeman, "Позиция заказа", shoes.ID, d.field("PHOTO"), "code.jpg", []byte(content)))
	}
	attach("one")
	all, r := d.read()
	require.Equal(t, strconv.Itoa(bitrix24test.Storeman), all[0].By)
	require.Len(t, r.Photos, 1)
	require.Equal(t, "L1", r.Photos[0].Line)
	require.Equal(t, []int{0}, r.Photos[0].Units)
	picture, err := r.Photos[0].Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, "one", string(picture), "by the client's own transport")

	attach("two")
	_, r = d.read()
	require.Len(t, r.Photos, 1, "the first was read")
	picture, err = r.Photos[0].Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, "two", string(picture))
}

func TestPeopleCloseTasksAndCall(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	d.do(order.Notify{To: order.Addressee{Role: order.RoleOperator}, Text: "Позвоните покупателю"})
	var e order.Event
	for x := range d.o.Events(order.Filter{}) {
		e = x
	}
	note := d.task(order.EffectNote)
	note.Cause, note.Text, note.Key = e, "Позвоните покупателю", "n1"
	_, err := d.system.Apply(t.Context(), note)
	require.NoError(t, err)
	_, d.cursor = d.changes()
	_, err = d.o.Do(order.MarkTold{Notice: 1}, order.By{Actor: order.Actor{ID: "ordo", Role: order.RoleSystem}, At: d.now})
	require.NoError(t, err)
	tasks := d.portal.Tasks()
	require.Len(t, tasks, 1)
	require.NoError(t, d.portal.ClosesTask(bitrix24test.Operator, tasks[0].ID, "Дозвонилась"))
	all, r := d.read2()
	require.Equal(t, strconv.Itoa(bitrix24test.Operator), all[0].By)
	require.Equal(t, []order.Command{order.AnswerNotice{Notice: 1, Text: "Дозвонилась"}}, commandsOf(r))
	d.do(commandsOf(r)...)

	call := d.portal.Calls(bitrix24test.Seller1, "+7 912 345-67-89", 0)
	_, r = d.read2()
	require.Equal(t, []order.Command{order.ContactBuyer{
		Channel: "phone", Reached: true, Code: "200", Ref: order.Ref{System: bitrix24.Name, Account: deskAccount, Kind: "call", ID: call},
	}}, commandsOf(r))
}

// read2 is read for what stays as it is: a task, a call, a contact.
func (d *desktop) read2() ([]erp.Change, erp.Reading) {
	d.Helper()
	all, cursor := d.changes()
	d.cursor = cursor
	require.NotEmpty(d, all)
	r, err := d.system.Read(d.Context(), all, d.o.View())
	require.NoError(d, err)
	more, _ := d.changes()
	require.Empty(d, more, "nothing is told twice")
	return all, r
}

func TestPeopleEditTheContact(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	require.NoError(t, d.portal.SetsContact(bitrix24test.Operator, d.deal.Contacts[0], "LAST_NAME", "Петрова"))
	all, r := d.read2()
	require.Equal(t, strconv.Itoa(bitrix24test.Operator), all[0].By)
	require.Equal(t, []order.Command{order.ChangeDetails{Buyer: order.Buyer{Name: "Петрова Анна Петровна"}}}, commandsOf(r))
}

func TestAnUnknownStageHolds(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	_, c := d.portal, bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), bxrest.Box(),
		ordo.WithHTTPClient(&http.Client{Transport: d.portal.Transport()}))
	funnels, err := c.ListFunnels(t.Context(), bitrix24.TypeDeal)
	require.NoError(t, err)
	at := slices.IndexFunc(funnels, func(f bitrix24.Funnel) bool { return f.Name == "Заказы" })
	_, err = c.CreateStage(t.Context(), bitrix24.Stage{Book: bitrix24.StagesOf(bitrix24.TypeDeal, funnels[at].ID), Code: "THINK", Name: "Думаем", Sort: 15})
	require.NoError(t, err)
	require.NoError(t, d.portal.MovesDeal(bitrix24test.Operator, d.deal.ID, "Думаем"))
	_, r := d.read()
	require.Equal(t, "THINK", r.Status)
	require.Equal(t, []order.Observation{order.StatusReport{Code: "THINK", Text: "THINK"}}, r.Reports)
}

func TestFieldsThatOnlyShowAreNotSilent(t *testing.T) {
	t.Parallel()
	d := sitDown(t)
	require.NoError(t, d.portal.SetsField(bitrix24test.Operator, d.deal.ID, "UF_CRM_ORDO_ADDRESS", "Тула, Ленина, 1"))
	all, r := d.read()
	require.Len(t, all, 1)
	require.Len(t, r.Ignored, 1)
	require.Equal(t, "UF_CRM_ORDO_ADDRESS", r.Ignored[0].Field)
}
