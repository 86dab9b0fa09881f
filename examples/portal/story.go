package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/status"
)

// operator is Петрова, a user of the portal.
var operator = order.Actor{ID: "Петрова", Role: order.RoleOperator}

// scene is something that somebody does.
type scene struct {
	who, what string
	do        func(context.Context, *day) error
}

// story is what happens, half an hour after the scene before.
var story = []scene{
	{"Анна", "заказывает на сайте 2 кружки", func(_ context.Context, d *day) error {
		d.number = d.site.PlacesOrder(bitrixtest.Buyer{
			User: 7, Name: "Иванова Анна", Phone: "+79010000002", Email: "anna@example.ru", Login: "anna", City: "Санкт-Петербург", Point: "SPB14", Term: "2-3 дня",
		}, []bitrixtest.Item{{Article: "MUG", Quantity: "2"}}, "", bitrixtest.PickupByCDEK)
		return nil
	}},
	{"сайт", "меняет цену кружки: 850.00", func(_ context.Context, d *day) error { d.site.SetPrice("MUG", "850.00"); return nil }},
	{"Петрова", "ставит в сделке 3 кружки", func(_ context.Context, d *day) error {
		rows := d.portal.Rows(d.deal().ID)
		rows[0].Quantity = 3
		return d.portal.SetsRows(bitrix24test.Operator, d.deal().ID, rows...)
	}},
	{"Анна", "оплачивает картой", pays},
	{"Петрова", "создаёт отгрузку", func(_ context.Context, d *day) error { return d.makes("Отгрузка", nil, 3) }},
	{"Петрова", "заполняет форму СДЭК, жмёт «Создать заявку»", requests},
	{"СДЭК", "везёт посылку в пункт", func(_ context.Context, d *day) error {
		d.cdek.Ship(d.id() + "-S1")
		d.cdek.Arrive(d.id() + "-S1")
		return nil
	}},
	{"СДЭК", "вручает посылку Анне", func(_ context.Context, d *day) error { d.cdek.Deliver(d.id() + "-S1"); return nil }},
	{"Петрова", "оформляет возврат одной кружки", func(_ context.Context, d *day) error {
		return d.makes("Возврат", map[string]any{d.field(bitrix24.ReturnReason): "брак"}, 1)
	}},
	{"Петрова", "принимает кружку на склад", func(ctx context.Context, d *day) error {
		_, err := d.b.Do(ctx, "shop-1/"+d.id(), order.Receive{Block: 1, Custody: status.CustodyAccepted, Place: central}, order.By{Actor: operator})
		return err
	}},
	{"Петрова", "жмёт «Вернуть деньги»", func(_ context.Context, d *day) error {
		return d.portal.MovesItem(bitrix24test.Operator, "Возврат", d.portal.Items("Возврат", d.deal().ID)[0].ID, "Вернуть деньги")
	}},
}

// play plays the story, and adds to the table what each side shows after each scene.
func (d *day) play(ctx context.Context, t *table) error {
	for _, s := range story {
		if err := s.do(ctx, d); err != nil {
			return fmt.Errorf("%s %s: %w", s.who, s.what, err)
		}
		if err := d.settle(ctx); err != nil {
			return fmt.Errorf("after %q: %w", s.what, err)
		}
		if err := t.add(ctx, d, s); err != nil {
			return err
		}
		d.clock.To(d.clock.Now().Add(30 * time.Minute).Truncate(30 * time.Minute))
	}
	return nil
}

// id is the order's number in the shop.
func (d *day) id() string { return strconv.Itoa(d.number) }

// deal is the order in Bitrix24.
func (d *day) deal() bitrix24test.Item {
	deal, _ := d.portal.Deal(d.id())
	return deal
}

// field is the full name of a user field of a smart process.
func (d *day) field(name string) string {
	for _, f := range d.portal.CustomFields() {
		if strings.HasSuffix(f.Name, "_"+name) {
			return f.Name
		}
	}
	return ""
}

// makes is the operator, who makes an item of a smart process with so many mugs.
func (d *day) makes(process string, fields map[string]any, mugs float64) error {
	row := d.portal.Rows(d.deal().ID)[0]
	row.ID, row.Quantity = 0, mugs
	_, err := d.portal.AddsItem(bitrix24test.Operator, process, d.deal().ID, fields, row)
	return err
}

// pays is the shop's own program, which makes a payment, and the buyer, who pays it.
func pays(ctx context.Context, d *day) error {
	o, err := d.b.Order(ctx, "shop-1/"+d.id())
	if err != nil {
		return err
	}
	p, err := d.pay.CreatePayment(ctx, yookassa.Key("p1", d.id()), yookassa.NewPayment{
		Amount: o.View().Due, Capture: true, Description: "Заказ " + d.id(),
		Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru/" + d.id()},
	})
	if err != nil {
		return err
	}
	pending, err := d.pay.Gateway().Payment(ctx, order.Ref{ID: p.ID})
	if err != nil {
		return err
	}
	pending.ID = "p1"
	_, err = d.b.Do(ctx, "shop-1/"+d.id(), order.Pay{Payment: pending}, order.By{Actor: operator})
	return errors.Join(err, d.yk.Pay(p.ID))
}

// requests is the operator, who fills in the carrier's form in the shipment and presses the button.
func requests(_ context.Context, d *day) error {
	it := d.portal.Items("Отгрузка", d.deal().ID)[0]
	form, _ := it.Fields[d.field(bitrix24.ShipmentForm)].(string)
	lines := strings.Split(form, "\n")
	for i, l := range lines {
		for code, value := range map[string]string{"length": "31", "width": "20", "height": "15"} {
			if strings.Contains(l, "[packages.1."+code+"]") {
				lines[i] = l[:strings.LastIndex(l, ":")+1] + " " + value
			}
		}
	}
	return errors.Join(
		d.portal.SetsItemField(bitrix24test.Operator, "Отгрузка", it.ID, d.field(bitrix24.ShipmentForm), strings.Join(lines, "\n")),
		d.portal.MovesItem(bitrix24test.Operator, "Отгрузка", it.ID, "Создать заявку"))
}

// settle makes passes until nothing is pending. A service calls Bridge.Run instead.
func (d *day) settle(ctx context.Context) error {
	for range 60 {
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
	return errors.New("effects are still pending after 60 passes")
}
