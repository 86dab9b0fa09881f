package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/status"
)

// The people of the day. Each acts only at his place, but for the operator.
var (
	operator = order.Actor{ID: "Петрова", Role: order.RoleOperator}
	seller1  = order.Actor{ID: "Лена", Role: order.RoleShop, Place: shop1}
	seller2  = order.Actor{ID: "Тимур", Role: order.RoleShop, Place: shop2}
	storeman = order.Actor{ID: "Иван", Role: order.RoleWarehouse, Place: central}
	buyer    = order.Actor{ID: "Анна", Role: order.RoleBuyer}
)

// shoeCode is the marking code of a pair of shoes, as it was scanned.
const shoeCode = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// scene is something that a person does.
type scene struct {
	at   time.Time
	who  string
	what string
	do   func(ctx context.Context, d *day) error
}

// story is what happens.
func story() []scene {
	send, post := order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}
	draft := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft}
	posted := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}
	toShop1 := order.CreateShipment{To: shop1}
	return []scene{
		{at(9, 0), "Анна", "orders four mugs for the shop in Екатеринбург, and pays: no place has four", buys("A-1", shop1, mugs(4))},
		{at(9, 10), "operator", "reserves the mug that the shop itself has", func(ctx context.Context, d *day) error {
			_, err := d.b.MoveReserve(ctx, id("A-1"), "mugs", "", shop1, amount.Pcs(1), order.By{Actor: operator})
			return err
		}},
		{at(9, 11), "operator", "asks other places for what is short", func(ctx context.Context, d *day) error {
			_, missing, err := d.b.RequestTransfers(ctx, id("A-1"), shop1, order.By{Actor: operator})
			if err == nil && len(missing) > 0 {
				return fmt.Errorf("nobody has %v", missing)
			}
			return err
		}},
		{at(9, 15), "operator", "posts the transfer too early, and is refused", refused("A-1", operator, post)},
		{at(10, 0), "Тимур, МАГ-2", "sends the mugs", does("A-1", seller2, send)},
		{at(12, 0), "operator", "posts the transfer: the mugs are in МАГ-1", does("A-1", operator, post)},
		{at(12, 5), "operator", "makes the shipment and has its sale posted", does("A-1", operator, toShop1, posted)},
		{at(18, 0), "Лена, МАГ-1", "hands the mugs to Анна", does("A-1", seller1, order.Deliver{})},

		{at(18, 10), "Борис", "orders a bowl to a pick-up point of CDEK, and pays", buys("A-2", "", bowl())},
		{at(18, 15), "operator", "fills in the form of CDEK: МАГ-2 has the bowl", ships("A-2")},
		{at(18, 30), "Вера", "orders shoes and a bowl for МАГ-1, and pays", buys("A-3", shop1, shoes(), bowl())},
		{at(18, 31), "Глеб", "orders a bowl for МАГ-1, and pays", buys("A-4", shop1, bowl())},
		{at(18, 40), "operator", "has the sales of both drafted, as they are reserved in the warehouse", func(ctx context.Context, d *day) error {
			return errors.Join(does("A-3", operator, toShop1, draft)(ctx, d), does("A-4", operator, toShop1, draft)(ctx, d))
		}},
		{at(18, 45), "operator", "makes the batch for МАГ-1, and once more: a sale is in one batch only", batches},
		{at(19, 0), "Иван, ЦС", "scans the code of the shoes, posts the sales and sends the goods", func(ctx context.Context, d *day) error {
			return errors.Join(
				does("A-3", storeman, order.SetMark{Line: "shoes", Code: shoeCode}, posted)(ctx, d), does("A-4", storeman, posted)(ctx, d),
			)
		}},
		{at(19, 30), "Лена, МАГ-1", "hands both orders out", func(ctx context.Context, d *day) error {
			return errors.Join(does("A-3", seller1, order.Deliver{})(ctx, d), does("A-4", seller1, order.Deliver{})(ctx, d))
		}},
		{at(20, 0), "Лена, МАГ-1", "takes shoes and bowl of A-3 back: the size is wrong", does("A-3", seller1,
			order.Return{Reason: status.ReasonWrongSize},
		)},
		{at(20, 1), "Вера", "fills in the statement on the site", does("A-3", buyer, order.AttachStatement{Block: 1, Statement: "statement-17.pdf"})},
		{at(20, 5), "Лена, МАГ-1", "puts the bowl on her stock; the shoes have a code and go to the warehouse", does("A-3", seller1,
			order.Receive{Block: 1, Custody: status.CustodyReceived},
		)},
		{at(20, 10), "operator", "presses «Вернуть деньги» too early, and is refused", refused("A-3", operator, order.Refund{Block: 1})},
		{at(21, 0), "Иван, ЦС", "receives the shoes", does("A-3", storeman, order.Receive{Block: 1, Custody: status.CustodyAccepted})},
		{at(21, 1), "operator", "presses «Вернуть деньги»", does("A-3", operator, order.Refund{Block: 1})},

		{at(21, 10), "CDEK", "brings the parcel of A-2 to its point, where Борис does not want it", func(ctx context.Context, d *day) error {
			d.cdek.Ship("A-2-S1")
			d.cdek.Arrive("A-2-S1")
			d.cdek.SendHooks(ctx)
			return errors.Join(d.settle(ctx), does("A-2", operator, order.Return{Reason: status.ReasonBuyerRefused})(ctx, d))
		}},
		{at(21, 20), "operator", "receives what the driver brings back, by the numbers of the parcels, and prints the note", comesBack},
		{at(21, 25), "operator", "presses «Вернуть деньги»", does("A-2", operator, order.Refund{Block: 1})},
	}
}

func mugs(n int) order.Line {
	return order.Line{ID: "mugs", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(n), Price: amount.RUB(89000), VAT: amount.VAT22}
}

func bowl() order.Line {
	return order.Line{ID: "bowl", SKU: "BOWL", Name: "Миска", Quantity: amount.Pcs(1), Price: amount.RUB(35000), VAT: amount.VAT10}
}

func shoes() order.Line {
	return order.Line{
		ID: "shoes", SKU: "SHOES-42", GTIN: "04601234567893", Name: "Кроссовки 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000),
		VAT: amount.VAT22, MarkRequired: true,
	}
}

// id is the id here of an order of the shop.
func id(number string) string { return "shop-1/" + number }

// buys is the shop's own program, which has an order, and the buyer, who pays it at once. Without a shop it goes to a
// pick-up point of CDEK.
func buys(number, toShop string, lines ...order.Line) func(context.Context, *day) error {
	to := order.Delivery{City: "Екатеринбург", Point: toShop}
	if toShop == "" {
		to = order.Delivery{Service: "СДЭК", City: "Санкт-Петербург", Point: "SPB14", Recipient: "Борис Орлов", Phone: "+79010000002"}
	}
	return func(ctx context.Context, d *day) error {
		err := d.b.Announce(ctx, "shop-1", channels.News{ID: number, Placed: &order.Draft{
			Placed: d.clock.Now(), Scheme: order.ByCarrier, Lines: lines, Delivery: to,
			Buyer: order.Buyer{Name: "Покупатель " + number, Email: "buyer@example.ru", Phone: "+7 900 000-00-0" + number[2:]},
		}})
		if err == nil {
			err = d.settle(ctx)
		}
		if err != nil {
			return err
		}
		o, err := d.b.Order(ctx, id(number))
		if err != nil {
			return err
		}
		p, err := d.pay.CreatePayment(ctx, yookassa.Key("p1", number), yookassa.NewPayment{
			Amount: o.View().Due, Capture: true, Description: "Заказ " + number,
			Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru/" + number},
		})
		if err != nil {
			return err
		}
		pending, err := d.pay.Gateway().Payment(ctx, order.Ref{ID: p.ID})
		if err != nil {
			return err
		}
		pending.ID = "p1"
		return errors.Join(does(number, operator, order.Pay{Payment: pending})(ctx, d), d.yk.Pay(p.ID))
	}
}

// does is somebody giving commands, each of which is carried out before the next.
func does(number string, who order.Actor, cs ...order.Command) func(context.Context, *day) error {
	return func(ctx context.Context, d *day) error {
		for _, c := range cs {
			if _, err := d.b.Do(ctx, id(number), c, order.By{Actor: who}); err != nil {
				return err
			}
			if err := d.settle(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

// refused is somebody giving a command that must be refused.
func refused(number string, who order.Actor, c order.Command) func(context.Context, *day) error {
	return func(ctx context.Context, d *day) error {
		if err := does(number, who, c)(ctx, d); !errors.Is(err, order.ErrNotNow) {
			return fmt.Errorf("%s should be refused: %w", c.Kind(), err)
		}
		return nil
	}
}

// ships is the operator, who puts all goods of an order into a parcel and sends the carrier's form as it is filled in.
func ships(number string) func(context.Context, *day) error {
	return func(ctx context.Context, d *day) error {
		if err := does(number, operator, order.CreateShipment{})(ctx, d); err != nil {
			return err
		}
		f, err := d.b.ParcelForm(ctx, id(number), 1, "cdek-1")
		if err != nil {
			return err
		}
		v := maps.Clone(f.Values)
		maps.Copy(v, carriers.Values{"packages.1.length": "31", "packages.1.width": "20", "packages.1.height": "15"})
		_, err = d.b.RequestParcel(ctx, id(number), 1, "cdek-1", v, order.By{Actor: operator})
		return err
	}
}

// batches is the operator, who lists the sales for МАГ-1 twice.
func batches(ctx context.Context, d *day) error {
	for _, want := range []int{2, 0} {
		batch, err := d.b.Batch(ctx, "1c-1", shop1, order.By{Actor: operator})
		if err != nil {
			return err
		}
		if len(batch.Sales) != want {
			return fmt.Errorf("the batch has %d sales instead of %d", len(batch.Sales), want)
		}
	}
	return nil
}

// comesBack is the operator, who receives parcels and prints the note of each return.
func comesBack(ctx context.Context, d *day) error {
	o, err := d.b.Order(ctx, id("A-2"))
	if err != nil {
		return err
	}
	got, err := d.b.ReceiveParcels(ctx, "cdek-1", []string{o.View().Shipments[0].Waybill}, order.By{Actor: operator})
	if err != nil {
		return err
	}
	if err := d.settle(ctx); err != nil {
		return err
	}
	for _, p := range got {
		if p.Problem != nil {
			return p.Problem
		}
		if o, err = d.b.Order(ctx, p.Order); err != nil {
			return err
		}
		for _, doc := range o.View().Documents {
			if doc.Kind != "return-note" {
				continue
			}
			if _, err := d.b.Print(ctx, p.Order, doc.Ref); err != nil {
				return err
			}
			return nil
		}
	}
	return errors.New("there is no note of a return to be printed")
}

// settle makes passes until nothing is pending. A service calls Bridge.Run instead.
func (d *day) settle(ctx context.Context) error {
	for range 50 {
		d.yk.SendHooks(ctx)
		d.kassa.SendHooks(ctx)
		d.cdek.SendHooks(ctx)
		p, err := d.b.Sync(ctx)
		if err != nil {
			return err
		}
		for _, e := range p.Problems() {
			err = errors.Join(err, errors.New(e.Text))
		}
		if err != nil {
			return err
		}
		busy := false
		for w, err := range d.store.Effects(ctx, bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}) {
			if err != nil {
				return err
			}
			busy = busy || w.Kind != order.EffectTrack
		}
		if !busy {
			return nil
		}
		d.clock.To(d.clock.Now().Add(time.Second)) // when something is tried or asked for again
	}
	return errors.New("effects are still pending after 50 passes")
}
