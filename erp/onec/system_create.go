package onec

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// create makes the customer's order, posted, with its payments. Its rows hold nothing: reservations are an effect of
// their own. An order that is there and not posted was left so by an earlier try, and is brought to its end.
func (s *System) create(ctx context.Context, t order.Task) (order.Outcome, error) {
	if err := s.checkNumber(t.Order); err != nil {
		return order.Outcome{}, err
	}
	known := Eq("НомерПоДаннымКлиента", s.number(t.Order))
	out := order.Outcome{Kind: order.AlreadySo}
	there, err := s.orderOf(ctx, t.Target, t.Order)
	switch {
	case err == nil && there.Posted:
	case err == nil:
		out.Kind = order.Applied
		there, err = s.post(ctx, there.Ref)
	case isNotFound(err):
		out.Kind = order.Applied
		var o Order
		if o, err = s.newOrder(ctx, t.Order); err != nil {
			return out, err
		}
		made, failed := s.client.Orders().Create(ctx, o, known)
		if failed != nil {
			return out, failed
		}
		there, err = s.post(ctx, made.Value.Ref)
	}
	if err != nil {
		return out, err
	}
	out.Ref = refOf(there)
	if out.Sums, err = s.sumsOf(there, t.Order, nil); err != nil || s.set.Payments == nil || len(t.Order.Payments) == 0 {
		return out, err
	}
	w := &payer{System: s, o: t.Order, there: there}
	if w.all, err = s.operationsOf(ctx, there); err != nil {
		return out, err
	}
	for _, w.payment = range t.Order.Payments { // the order goes there with what was paid before
		if err := w.bring(ctx, erp.KeptOf(w.payment, t.Order)); err != nil {
			return out, err
		}
	}
	if w.wrote {
		out.Kind = order.Applied
	}
	out.Sums.Paid, err = s.paid(w.all, t.Order)
	return out, err
}

// post posts an order.
func (s *System) post(ctx context.Context, id Guid) (*Order, error) {
	o, err := s.client.Orders().Post(ctx, id)
	if err == nil {
		s.wrotePosted(o.Object)
	}
	return o, err
}

// newOrder is an order as it comes into the base.
func (s *System) newOrder(ctx context.Context, v order.View) (o Order, err error) {
	c, err := s.newChange(ctx, v)
	if err != nil {
		return o, err
	}
	if err := s.fill(ctx, c, v.Lines); err != nil {
		return o, err
	}
	terms, err := s.terms(ctx)
	if err != nil {
		return o, err
	}
	who, err := s.customer(ctx, v)
	if err != nil {
		return o, err
	}
	terms.Partner, terms.Counterparty, terms.Status = who.partner, who.counterparty, OrderToSupply
	o = Order{
		Document: Document{Date: At(s.now())}, Terms: terms, ClientNumber: s.number(v),
		ClientDate: day(v.Placed.In(s.client.zone)), Warehouse: c.places.keys[s.central()],
	}
	if o.Priority, err = s.firstPriority(ctx); err != nil {
		return o, err
	}
	if err := s.deliver(ctx, &o, v); err != nil {
		return o, err
	}
	setWindow(&o.Delivery, v.Delivery.Window, s.client.zone)
	for _, l := range v.Lines {
		rows, _ := arrange(nil, unheld(partsOf(v, l)), s.central())
		if err := c.rewrite(ctx, &o, l, rows); err != nil {
			return o, err
		}
	}
	if len(o.Goods) == 0 {
		return o, refuse(order.Textf("the order has no goods"))
	}
	for i := range o.Goods {
		o.Goods[i].ShippingDate = shipping(v, o.Date)
	}
	return o, nil
}

// unheld are parts of which nothing is reserved or shipped yet.
func unheld(ps []part) (out []part) {
	for _, p := range ps {
		if p.mode == cancelled {
			continue // the base never had it
		}
		p.mode, p.warehouse = toSupply, ""
		if len(out) > 0 {
			last := &out[0]
			last.quantity, last.sum, last.vat = plus(last.quantity, p.quantity), plusMoney(last.sum, p.sum), plusMoney(last.vat, p.vat)
			continue
		}
		out = append(out, p)
	}
	return out
}

// fill reads the goods of lines.
func (s *System) fill(ctx context.Context, c *change, lines []order.LineView) error {
	var articles []string
	for _, l := range lines {
		if a := s.articleOf(l); !slices.Contains(articles, a) {
			articles = append(articles, a)
		}
	}
	found, wrong, err := s.items(ctx, articles...)
	if err != nil {
		return err
	}
	c.goods = found
	return s.missing(lines, wrong)
}

// terms are what orders, sales and returns have in common by the settings.
func (s *System) terms(ctx context.Context) (t Terms, err error) {
	t = Terms{Operation: "РеализацияКлиенту", Taxation: s.tax(), PriceWithVAT: true, Discounted: true}
	for _, x := range []struct {
		into *Guid
		name named
	}{{&t.Organization, s.organisation()}, {&t.Agreement, s.agreement()}, {&t.Currency, s.currency()}} {
		if *x.into, err = s.key(ctx, x.name); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (s *System) tax() string {
	if s.set.Tax == "" {
		return defaultTax
	}
	return s.set.Tax
}

// deliver sets how and where the goods go, the comment and who is responsible for shipping.
func (s *System) deliver(ctx context.Context, o *Order, v order.View) (err error) {
	d := s.deliveryOf(v)
	point, issued := s.place(v.Delivery.Point)
	o.Way = d.Method
	switch {
	case o.Way != "":
	case issued:
		o.Way = methodPickup
	default:
		o.Way = methodToClient
	}
	comment, responsible := d.Comment, d.Responsible
	if issued {
		comment, responsible = cmp.Or(point.Comment, comment), cmp.Or(point.Responsible, responsible)
	}
	o.Comment = s.comment(o.Comment, comment)
	if o.Manager, err = s.key(ctx, user("deliver."+v.Delivery.Service+".responsible", responsible)); err != nil {
		return err
	}
	if o.Carrier, err = s.key(ctx, carrier("deliver."+v.Delivery.Service+".carrier", d.Carrier)); err != nil {
		return err
	}
	o.Address = clip(addressOf(v.Delivery), 500)
	if o.CarrierAddress = ""; byCarrier(o.Way) {
		o.CarrierAddress = o.Address
	}
	o.Note = s.deliveryNote(v)
	return nil
}

// deliveryOf returns the settings of the order's service of delivery.
func (s *System) deliveryOf(v order.View) Deliver {
	if d, has := s.set.Deliver[v.Delivery.Service]; has {
		return d
	}
	return s.set.Deliver[""]
}

// addressOf is where the goods go, in one line.
func addressOf(d order.Delivery) string {
	if d.Address != "" {
		return d.Address
	}
	if d.Point != "" && d.Street == "" {
		return strings.Join(present(d.City, d.Point), ", ")
	}
	return strings.Join(present(d.PostalCode, d.Region, d.City, d.Street, d.House, d.Flat), ", ")
}

func present(parts ...string) []string {
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// deliveryNote is what a courier must know: the buyer's comment, another recipient, and a window of several days, for
// which 1C has no field.
func (s *System) deliveryNote(v order.View) string {
	d := v.Delivery
	var lines []string
	if d.Comment != "" {
		lines = append(lines, d.Comment)
	}
	if who := present(d.Recipient, d.Phone); len(who) > 0 && (d.Recipient != v.Buyer.Name || d.Phone != "" && d.Phone != v.Buyer.Phone) {
		lines = append(lines, s.language.Text(order.Textf("recipient: %s", strings.Join(who, ", "))))
	}
	if from, to := d.Window.From.In(s.client.zone), d.Window.To.In(s.client.zone); !d.Window.To.IsZero() && !sameDay(from, to) {
		lines = append(lines, s.language.Text(order.Textf("to be delivered from %s to %s", from.Format(minutes), to.Format(minutes))))
	}
	return strings.Join(lines, "\n")
}

const minutes = "02.01.2006 15:04"

func sameDay(a, b time.Time) bool { return a.Year() == b.Year() && a.YearDay() == b.YearDay() }

// day is the beginning of a day.
func day(t time.Time) Time {
	return At(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location()))
}

// setWindow sets from when to when on a day the goods are delivered.
func setWindow(d *Delivery, w order.Window, zone *time.Location) {
	d.NotBefore, d.NotAfter = clock(w.From, zone), clock(w.To, zone)
}

// clock is a time of day, which 1C keeps without a date.
func clock(t time.Time, zone *time.Location) Time {
	if t.IsZero() {
		return Time{}
	}
	t = t.In(zone)
	return Clock(t.Hour(), t.Minute())
}

// shipping is the day on which goods leave: that of the delivery window, and never before the order's own.
func shipping(v order.View, ordered Time) Time {
	day0 := day(ordered.Time)
	if from := v.Delivery.Window.From; !from.IsZero() {
		if d := day(from.In(ordered.Location())); d.After(day0.Time) {
			return d
		}
	}
	return day0
}
