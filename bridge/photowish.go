package bridge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// readPhoto reads a picture. bad is what is wrong with it.
func (c *core) readPhoto(ctx context.Context, picture []byte) (codes []marking.Code, bad order.Text, err error) {
	codes, err = c.photos.Read(ctx, picture)
	switch {
	case errors.Is(err, ordo.ErrInvalid):
		return nil, reasonFor(err), nil
	case err != nil:
		return nil, order.Text{}, err
	case len(codes) == 0:
		return nil, order.Textf("the picture has no marking code: send another one, or type the code"), nil
	}
	return codes, order.Text{}, nil
}

// reasonFor is an error in words for people.
func reasonFor(err error) order.Text {
	var t interface{ Text() order.Text }
	if errors.As(err, &t) {
		return t.Text()
	}
	return order.Textf("%v", err)
}

// markPhoto is a picture that was read.
type markPhoto struct {
	line  string
	units []int // that it may be of
	codes []marking.Code
	bad   order.Text // why there are no codes
	say   func(order.Text) string
}

// commands returns what a picture amounts to: a code for each unit that waits for one, or what is wrong with it.
// refused is why nothing is done, as every unit has its code.
func (p *markPhoto) commands(o *order.Order, by order.By) (cs []order.Command, refused order.Text) {
	has, waiting, codes := map[string]bool{}, slices.Clone(p.units), p.texts("")
	for _, l := range o.View().Lines {
		if l.ID != p.line {
			continue
		}
		codes = p.texts(l.GTIN)
		for _, m := range l.Marks {
			if m.Rejected == "" && slices.Contains(p.units, m.Unit) {
				has[m.Code] = true
				waiting = slices.DeleteFunc(waiting, func(u int) bool { return u == m.Unit })
			}
		}
	}
	codes = slices.DeleteFunc(codes, func(code string) bool { return has[code] })
	bad := p.bad
	switch {
	case bad.IsZero() && len(codes) == 0:
		return nil, order.Text{} // the units have them
	case len(waiting) == 0 && !bad.IsZero():
		return nil, bad
	case len(waiting) == 0 && len(p.units) > 1:
		return nil, order.Textf("each of these units has a code: say which one is wrong, then send the picture again")
	case len(waiting) == 0:
		waiting = p.units // another code in the place of its own
	}
	if bad.IsZero() && len(codes) > len(waiting) {
		bad = order.Textf("the picture shows more marking codes than units wait for one: take each unit by itself")
	}
	if !bad.IsZero() {
		return []order.Command{order.ReportBadMark{Line: p.line, Unit: waiting[0], Why: p.say(bad)}}, order.Text{}
	}
	try := o.Clone()
	for i, code := range codes {
		cs = append(cs, p.setOrReport(try, waiting[i], code, by))
	}
	return cs, order.Text{}
}

// texts are the codes of the goods that have a GTIN; all if none is, so that it is said what they are of.
func (p *markPhoto) texts(gtin string) (own []string) {
	var all []string
	for _, c := range p.codes {
		all = append(all, c.String())
		if gtin == "" || c.GTIN == "" || strings.TrimLeft(c.GTIN, "0") == strings.TrimLeft(strings.TrimSpace(gtin), "0") {
			own = append(own, c.String())
		}
	}
	if own == nil {
		return all
	}
	return own
}

// setOrReport returns the command for a code: that it is set, or that it cannot be the unit's. What else is wrong the
// order says itself.
func (p *markPhoto) setOrReport(try *order.Order, unit int, code string, by order.By) order.Command {
	set := order.SetMark{Line: p.line, Unit: unit, Code: code}
	_, err := try.Do(set, by)
	var no *order.Refused
	if !errors.As(err, &no) || !errors.Is(err, order.ErrMarking) && !errors.Is(err, order.ErrDuplicate) {
		return set
	}
	report := order.ReportBadMark{Line: p.line, Unit: unit, Code: code, Why: p.say(no.Why)}
	if _, err := try.Do(report, by); err != nil && !errors.Is(err, order.ErrAlready) {
		return set
	}
	return report
}

// readMarkPhoto reads a picture that a person attached in a system. What is wrong with it is said there, and the unit
// waits for another one.
func (h *erpHandler) readMarkPhoto(ctx context.Context, j *job, a *account, f erp.MarkPhoto, by order.By) error {
	if h.photos == nil {
		j.warn("%s has a photo of a marking code: photos are kept there and not read here, type the code beside it", f.Name)
		return nil
	}
	picture, err := f.Load(ctx)
	p := markPhoto{line: f.Line, units: f.Units, say: h.languageOf(a.name).Text}
	switch {
	case ordo.ClassOf(err) == ordo.Invalid:
		p.bad = reasonFor(err)
	case err != nil:
		return err
	default:
		if p.codes, p.bad, err = h.readPhoto(ctx, picture); err != nil {
			return err
		}
	}
	at := order.By{Actor: by.Actor, At: by.At}
	cs, refused := p.commands(j.order, at)
	if !refused.IsZero() {
		j.warn("the photo at %s: %s", f.Name, refused)
	}
	for i, c := range cs {
		if r, is := c.(order.ReportBadMark); is {
			j.warn("the photo at %s: %s", f.Name, r.Why)
		}
		own := by
		if by.Key != "" {
			own.Key = fmt.Sprintf("%s/%d", by.Key, i)
		}
		if _, err := j.order.Observe(order.Intent{Commands: []order.Command{c}, Code: f.Code}, own); err != nil {
			return err
		}
	}
	return nil
}
