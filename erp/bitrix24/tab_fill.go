package bitrix24

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// The fields of the forms. Those of a carrier's form have a head before their names.
const (
	fieldSeal     = "ordo"
	fieldDo       = "do"
	fieldShipment = "shipment"
	fieldCarrier  = "carrier"
	fieldValue    = "v."
	doSend        = "send" // all else only shows
)

// tabLimit bounds what carriers and books are asked for one page.
const tabLimit = 20 * time.Second

// tabPage is what a page shows.
type tabPage struct {
	*Tab
	Seal, Problem, Done string
	StockProblem        string
	Goods               []tabGoods
	Shipments           []tabShipment

	ctx      context.Context //nolint:containedctx // of one request
	order    string
	form     url.Values // what was sent; nil when the tab is opened
	bad      *carriers.FormError
	settled  bool // the form was sent: what was typed is history
	ownPlace []string
}

// tabGoods is a line with its stock.
type tabGoods struct {
	Name, Article, Quantity, Short, Problem string
	Places                                  []tabPlace
}

type tabPlace struct{ Warehouse, Reserved, Free, OnHand, At string }

// tabShipment is a shipment with the forms of the carriers that it may go with.
type tabShipment struct {
	N                                  int
	Title, State, Carrier, Waybill, To string
	CarrierSays                        string
	Forms                              []tabForm
}

type tabForm struct {
	Carrier  string
	Problem  string   // why there is no form
	Problems []string // that are no single field's
	Fields   []tabField
}

type tabField struct {
	carriers.Filled
	Heading, Label, Problem, Note string
	Input                         string // text, date, select, checks
	Options                       []tabOption
}

type tabOption struct {
	Value, Label string
	Chosen       bool
}

// send asks a carrier for what was typed.
func (p *tabPage) send(by order.By) {
	n, _ := strconv.Atoi(p.form.Get(fieldShipment))
	carrier := p.form.Get(fieldCarrier)
	o, err := p.desk.Order(p.ctx, p.order)
	if err != nil {
		p.failed(err)
		return
	}
	all := o.View().Shipments
	i := slices.IndexFunc(all, func(s order.Shipment) bool { return s.N == n })
	if i >= 0 && !requestable(all[i]) { // a second press, or somebody else was faster
		p.Done, p.settled = p.say(order.Textf("shipment S%d is no longer waiting for a request: see its state below", n)), true
		return
	}
	f, err := p.desk.ParcelForm(p.ctx, p.order, n, carrier)
	if err == nil {
		_, err = p.desk.RequestParcel(p.ctx, p.order, n, carrier, typed(f, p.form), by)
	}
	if errors.As(err, &p.bad) {
		p.Problem = p.say(order.Textf("the form of S%d was not sent: correct what is marked below", n))
		return
	}
	if err != nil {
		p.failed(err)
		return
	}
	p.settled = true
	p.Done = p.say(order.Textf("the carrier %s is asked for S%d: the tracking number stands here as soon as the carrier gives it", carrier, n))
}

func (p *tabPage) failed(err error) { p.Problem = p.why(err) }

// why says for people why something was not done. What is written for programmers goes to the log.
func (p *tabPage) why(err error) string {
	var told interface{ Text() order.Text }
	var of *ordo.Error
	if errors.As(err, &told) || errors.As(err, &of) {
		return p.s.language.Error(err)
	}
	p.set.Log.WarnContext(p.ctx, "the tab of a deal lacks something", "system", Name, "account", p.s.client.rest.Account(), "order", p.order, "err", err)
	return p.say(order.Textf("this cannot be shown now: try again in a minute"))
}

// typed are the values of a form with what a person typed over those of the order. What the page does not show, such as
// the units in a package, stays as the order tells.
func typed(f carriers.Form, form url.Values) carriers.Values {
	v := f.Values.Clone()
	if v == nil {
		v = carriers.Values{}
	}
	for name, values := range form {
		if key, is := strings.CutPrefix(name, fieldValue); is {
			v[key] = strings.Join(slices.DeleteFunc(slices.Clone(values), func(x string) bool { return strings.TrimSpace(x) == "" }), ",")
		}
	}
	return v
}

// requestable reports whether a carrier may still be asked to take a shipment.
func requestable(s order.Shipment) bool { return s.State == status.ShipmentAssembling && !s.Courier }

// fill reads what the page shows, as it is now.
func (p *tabPage) fill() error {
	o, err := p.desk.Order(p.ctx, p.order)
	if err != nil {
		return err
	}
	v := o.View()
	ctx, cancel := context.WithTimeout(p.ctx, tabLimit)
	defer cancel()
	p.stock(ctx, v)
	names, err := p.desk.ParcelCarriers(ctx, p.order)
	if err != nil {
		return err
	}
	for _, s := range v.Shipments {
		x := tabShipment{
			N: s.N, Title: p.s.set.named(processes()[1].title) + " S" + strconv.Itoa(s.N), Carrier: s.Carrier.Account, Waybill: s.Waybill, To: s.To,
			State: p.say(order.Textf("%s", s.State)), CarrierSays: p.s.set.carrierStatus(s),
		}
		if stage, err := status.Bitrix24().Write(s.State, status.Hints{}); err == nil {
			x.State = p.s.set.stageName(status.AxisShipment, stage) // as the items of the deal have it
		}
		toOwn := s.Carrier.IsZero() && slices.Contains(p.ownPlace, s.To)
		for _, name := range names {
			if requestable(s) && !toOwn && (s.Carrier.Account == "" || s.Carrier.Account == name) {
				x.Forms = append(x.Forms, p.carrierForm(ctx, s.N, name))
			}
		}
		p.Shipments = append(p.Shipments, x)
	}
	return nil
}

// stock reads what the books have of the goods. That they do not tell is shown, and the rest of the page stays.
func (p *tabPage) stock(ctx context.Context, v order.View) {
	lines, err := p.desk.Stock(ctx, p.order)
	if err != nil {
		p.StockProblem = p.why(err)
	}
	for _, l := range lines {
		g := tabGoods{Name: l.Line, Article: l.Article}
		if i := slices.IndexFunc(v.Lines, func(x order.LineView) bool { return x.ID == l.Line }); i >= 0 {
			g.Name, g.Quantity = cmp.Or(v.Lines[i].Name, l.Line), v.Lines[i].Living.String()
		}
		if !l.Short.IsZero() {
			g.Short = p.say(order.Textf("%s are reserved nowhere", l.Short))
		}
		if l.Problem != nil {
			g.Problem = p.why(l.Problem)
		}
		place := func(code string) *tabPlace {
			if i := slices.IndexFunc(g.Places, func(x tabPlace) bool { return x.Warehouse == code }); i >= 0 {
				return &g.Places[i]
			}
			g.Places = append(g.Places, tabPlace{Warehouse: code})
			return &g.Places[len(g.Places)-1]
		}
		for _, x := range l.Stock {
			at := place(x.Warehouse)
			at.Free, at.OnHand = x.Free.String(), x.OnHand.String()
			if !x.AsOf.IsZero() {
				at.At = x.AsOf.In(p.s.client.rest.Zone()).Format("02.01.2006 15:04")
			}
			p.ownPlace = append(p.ownPlace, x.Warehouse)
		}
		for _, x := range l.Reserved {
			place(x.Warehouse).Reserved = x.Quantity.String()
		}
		slices.SortFunc(g.Places, func(a, b tabPlace) int { return strings.Compare(a.Warehouse, b.Warehouse) })
		p.Goods = append(p.Goods, g)
	}
}

// carrierForm is the form of a carrier for a shipment, with what was typed into it.
func (p *tabPage) carrierForm(ctx context.Context, shipment int, carrier string) tabForm {
	x := tabForm{Carrier: carrier}
	f, err := p.desk.ParcelForm(ctx, p.order, shipment, carrier)
	if err != nil {
		x.Problem = p.why(err)
		return x
	}
	mine := p.form.Get(fieldShipment) == strconv.Itoa(shipment) && p.form.Get(fieldCarrier) == carrier && !p.settled
	values := f.Values
	var bad []carriers.Problem
	if mine {
		values = typed(f, p.form)
		if p.bad != nil {
			bad = slices.Clone(p.bad.Problems)
		}
	}
	group := ""
	for is := range f.Filled(values) {
		y := tabField{Filled: is, Label: is.Path, Input: "text"}
		if is.Unit != "" {
			y.Label += ", " + is.Unit
		}
		if is.Group != group {
			group, y.Heading = is.Group, is.Group
		}
		y.Problem, bad = p.about(bad, is.Key)
		if !mine {
			y.Note, f.Notes = p.about(f.Notes, is.Key)
		}
		y.control(p)
		x.Fields = append(x.Fields, y)
	}
	for _, b := range append(bad, f.Notes...) {
		x.Problems = append(x.Problems, p.say((&carriers.FormError{Problems: []carriers.Problem{b}}).Text()))
	}
	return x
}

// about takes the problems of a field out of all.
func (p *tabPage) about(all []carriers.Problem, field string) (text string, rest []carriers.Problem) {
	for _, b := range all {
		if b.Field != field {
			rest = append(rest, b)
			continue
		}
		text = strings.TrimPrefix(text+"; "+p.say(b.Text()), "; ")
	}
	return text, rest
}

// control chooses how a field is edited. A value that is not among the choices stays: a person sees what is wrong.
func (y *tabField) control(p *tabPage) {
	switch y.Type { //nolint:exhaustive // all others are texts
	case carriers.TypeDate:
		y.Input = "date"
	case carriers.TypeFlag:
		y.Input = "select"
		y.Options = []tabOption{{"", "", y.Value == ""}, {"true", p.say(order.Textf("yes")), false}, {"false", p.say(order.Textf("no")), false}}
	case carriers.TypeChoice:
		y.Input, y.Options = "select", []tabOption{{"", "", y.Value == ""}}
	case carriers.TypeChoices:
		y.Input = "checks"
	case carriers.TypeCity:
		y.Input = "suggested"
	}
	for _, c := range y.Choices {
		y.Options = append(y.Options, tabOption{c.Value, cmp.Or(c.Label, c.Value), false})
	}
	if y.Input == "text" || y.Input == "date" || y.Input == "suggested" {
		return
	}
	chosen := []string{y.Value}
	if y.Input == "checks" {
		chosen = strings.Split(y.Value, ",")
	}
	for _, value := range chosen {
		value = strings.TrimSpace(value)
		i := slices.IndexFunc(y.Options, func(o tabOption) bool { return o.Value == value })
		switch {
		case i >= 0:
			y.Options[i].Chosen = true
		case value != "":
			y.Options = append(y.Options, tabOption{value, value, true})
		}
	}
}
