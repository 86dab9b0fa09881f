package bitrix24

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// create makes the deal of an order with its contact and rows. What an earlier try has made is found by the order's
// number, or the telephone number of the buyer, and completed.
func (s *System) create(ctx context.Context, t order.Task) (order.Outcome, error) {
	o := t.Order
	if s.set.origin(o) == "" {
		return order.Outcome{}, s.client.rest.Fail("crm.item.add", ordo.Invalid, "the order has no number of its channel: without an originId its deal could come twice", nil)
	}
	p, err := s.place(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	search := append([]bxrest.Command{s.searchDeal(o)}, s.searchContact(o)...)
	rs, err := s.read(ctx, search...)
	if err != nil {
		return order.Outcome{}, err
	}
	id, err := s.foundDeal(rs[0], o)
	if err != nil {
		return order.Outcome{}, err
	}
	if id != 0 {
		t.Target.Kind, t.Target.ID = RefDeal, strconv.FormatInt(id, 10)
		out, err := s.bring(ctx, t, aboutAll)
		out.Ref = refOf(id)
		return out, err
	}
	people, err := foundContacts(rs[1:])
	if err != nil {
		return order.Outcome{}, err
	}
	if err := s.learn(ctx, o); err != nil {
		return order.Outcome{}, err
	}
	see, err := s.createDeal(ctx, t, p, people)
	if err != nil {
		return order.Outcome{}, err
	}
	out := order.Outcome{Kind: order.Applied, Ref: refOf(see.id), Code: StageCode(see.deal.Stage), Sums: see.sumsIfRead(t)}
	if len(people) > 1 {
		out.Text = fmt.Sprintf("%d contacts have the buyer's number or address: the oldest was taken", len(people))
	}
	return out, nil
}

func refOf(deal int64) order.Ref {
	return order.Ref{System: Name, Kind: RefDeal, ID: strconv.FormatInt(deal, 10)}
}

// createDeal makes the contact, if there is none, the deal and its rows in one request, and writes in another what is
// known only then.
func (s *System) createDeal(ctx context.Context, t order.Task, p *places, people []int64) (*sight, error) {
	o := t.Order
	var cmds []bxrest.Command
	f := s.set.dealFields(o, aboutAll, p.prefix()).written()
	f["categoryId"], f["currencyId"] = p.funnel, o.Total.Currency()
	f["originatorId"], f["originId"] = s.set.originator(), s.set.origin(o)
	if s.set.Responsible != 0 {
		f["assignedById"] = s.set.Responsible
	}
	switch {
	case len(people) > 0:
		f["contactIds"] = people[:1]
	case hasBuyer(o):
		cmds = append(cmds, bxrest.Command{Name: "contact", Method: "crm.contact.add", Params: map[string]any{"fields": s.contactFields(o)}})
		f["contactIds"] = []any{bxrest.Ref{Command: "contact"}}
	}
	cmds = append(cmds, bxrest.Command{Name: "deal", Method: "crm.item.add", Params: itemParams(TypeDeal, 0, f)})
	deal := bxrest.Ref{Command: "deal", Path: []string{"item", "id"}}
	at, rows := len(cmds)-1, rowsWanted(o, s.known(o))
	if len(rows) > 0 {
		cmds = append(cmds, bxrest.Command{Method: "crm.item.productrow.set", Params: map[string]any{
			"ownerType": OwnerCode(TypeDeal), "ownerId": deal, "productRows": rowFields(rows[:min(rowsAtOnce, len(rows))]),
		}})
	}
	for _, w := range rows[min(rowsAtOnce, len(rows)):] {
		cmds = append(cmds, addRow(deal, w))
	}
	rs, err := s.write(ctx, append(cmds, bxrest.Command{Method: "crm.item.productrow.list", Params: rowsOfRef(deal)})...)
	if err != nil {
		return nil, err
	}
	see := &sight{}
	if err := see.readDeal(rs[at], "item"); err != nil {
		return nil, err
	}
	see.id = see.deal.ID
	if err := s.readRows(ctx, see, rs[len(rs)-1]); err != nil {
		return nil, err
	}
	_, err = s.keep(ctx, see, o, seen(t).deal(), rows, s.set.dealFields(o, aboutAll, p.prefix()).with(contactOf(see)))
	return see, err
}

// rowsAtOnce is how many rows are set in one command: a command of a batch may hold about a thousand values.
const rowsAtOnce = 100

// contactOf is the contact that a deal has, as one of its fields.
func contactOf(see *sight) fields {
	if see.deal.Contact == 0 {
		return nil
	}
	return fields{"contactIds": idsValue{see.deal.Contact}}
}

// hasBuyer reports whether it is known who buys.
func hasBuyer(o order.View) bool {
	return o.Buyer.Name != "" || o.Buyer.Phone != "" || o.Buyer.Email != ""
}

// searchContact looks for the buyer's contact by telephone number and e-mail address, as the portal compares them.
// Without either it is that of an earlier try alone.
func (s *System) searchContact(o order.View) (cmds []bxrest.Command) {
	for _, x := range []struct {
		key   erp.PartyKey
		value string
	}{{erp.PartyPhone, contact.Dialled(o.Buyer.Phone, s.set.region())}, {erp.PartyEmail, strings.TrimSpace(o.Buyer.Email)}} {
		if x.value != "" {
			cmds = append(cmds, s.duplicatesOf(personContact, x.key, x.value))
		}
	}
	if len(cmds) == 0 && hasBuyer(o) {
		cmds = append(cmds, bxrest.Command{Method: "crm.contact.list", Params: map[string]any{
			"filter": map[string]any{"=" + ContactKey: s.contactKey(o)}, "select": []string{"ID", ContactKey},
		}})
	}
	return cmds
}

// contactKey is what the contact of a buyer has who is known by a name alone.
func (s *System) contactKey(o order.View) string { return s.set.originator() + "/" + s.set.origin(o) }

// foundContacts reads the answers of a search, the oldest contact first.
func foundContacts(rs []bxrest.Reply) ([]int64, error) {
	var all []int64
	for _, r := range rs {
		ids, err := foundPeople(personContact, r)
		if err != nil {
			return nil, err
		}
		all = append(all, ids...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// contactFields are those of a buyer's contact that is created.
func (s *System) contactFields(o order.View) map[string]any {
	f := map[string]any{
		"ORIGINATOR_ID": s.set.originator(), ContactKey: s.contactKey(o), "OPENED": "Y",
		ContactLogin: o.Buyer.Login, ContactLoyalty: o.Buyer.Loyalty, ContactBonus: bonusOf(o),
	}
	last, first, second := person(o.Buyer.Name)
	f["NAME"], f["SECOND_NAME"], f["LAST_NAME"] = first, second, last
	if phone := contact.Dialled(o.Buyer.Phone, s.set.region()); phone != "" {
		f[Phone] = []any{map[string]any{"VALUE": phone, "VALUE_TYPE": "MOBILE"}}
	}
	if email := strings.TrimSpace(o.Buyer.Email); email != "" {
		f[Email] = []any{map[string]any{"VALUE": email, "VALUE_TYPE": "HOME"}}
	}
	for name, v := range f {
		if v == "" {
			delete(f, name)
		}
	}
	return s.marked(personContact, f, nil)
}

// bonusOf is the buyer's balance of bonus points; "" if there is none.
func bonusOf(o order.View) string {
	if o.Buyer.Bonus.IsUnset() {
		return ""
	}
	return o.Buyer.Bonus.Text()
}

// person splits a full name, which shops give as "Фамилия Имя Отчество".
func person(name string) (last, first, second string) {
	switch w := strings.Fields(name); len(w) {
	case 0:
		return "", "", ""
	case 1:
		return "", w[0], ""
	case 2:
		return w[0], w[1], ""
	default:
		return w[0], w[1], strings.Join(w[2:], " ")
	}
}
