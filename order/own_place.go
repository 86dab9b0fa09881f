package order

import "github.com/ordo-sdk/ordo/order/amount"

// ownPlace narrows a command to the units at the actor's own place.
type ownPlace struct {
	role  Role
	kind  Kind
	place string
}

// placeRule names the place of a unit that a right with own place is about. Commands without a place, such as a
// comment, cannot be narrowed to one.
type placeRule uint8

const (
	noPlace     placeRule = iota
	stockPlace            // the warehouse that the unit is reserved at or taken from
	issuePlace            // where the buyer gets the unit and brings it back
	sourcePlace           // where the transfer of the unit begins
	targetPlace           // where the transfer of the unit ends
)

// placeRuleOf returns the rule of a command.
func placeRuleOf(k Kind) placeRule {
	switch k {
	case KindAssemble, KindRelease, KindRequestTransfer, KindSetMark, KindRejectMark, KindReportBadMark, KindPack, KindCreateShipment, KindHandOver:
		return stockPlace
	case KindArrive, KindDropDoorResult, KindDeliver, KindReturn, KindReceive:
		return issuePlace
	case KindSendTransfer, KindDropTransfer:
		return sourcePlace
	case KindReceiveTransfer:
		return targetPlace
	}
	return noPlace
}

// atOwnPlace returns a view of the order in which a command picks only units at the actor's own place.
func (o *Order) atOwnPlace(own Own, a Actor, k Kind) (*Order, error) {
	switch {
	case own != OwnPlace:
		return nil, refuse(ErrRole, roleText(a.actsAs()), "its right extends to %q, which is not known", string(own))
	case placeRuleOf(k) == noPlace:
		return nil, refuse(ErrRole, roleText(a.actsAs()), "its right is for its own place, but %s has no place; give the right for anywhere", k)
	case a.Place == "":
		return nil, refuse(ErrRole, "By.Actor.Place", "it is not set; %s may give %s only at its own place", a.actsAs(), k)
	}
	w := *o // to decide changes nothing
	w.own = &ownPlace{a.actsAs(), k, a.Place}
	return &w, nil
}

// asFor returns the order as a command of the actor would see it: narrowed to its own place where its right is.
func (o *Order) asFor(a Actor, k Kind) *Order {
	own, err := o.right(a, k)
	if err != nil || own == Anywhere {
		return o
	}
	w, err := o.atOwnPlace(own, a, k)
	if err != nil {
		return o
	}
	return w
}

// placeOf returns where units are, as the rule of the command sees it; "" if that is not known.
func (o *Order) placeOf(k Kind, p Portion) string {
	switch rule := placeRuleOf(k); {
	case rule == sourcePlace && p.Transfer != 0:
		return o.transfers[p.Transfer-1].From
	case rule == targetPlace && p.Transfer != 0:
		return o.transfers[p.Transfer-1].To
	case rule == issuePlace:
		if p.Shipment != 0 && o.shipments[p.Shipment-1].To != "" {
			return o.shipments[p.Shipment-1].To
		}
		if o.delivery.Point != "" {
			return o.delivery.Point
		}
	}
	return p.Warehouse
}

// within reports whether the actor's right extends to units. What is not reserved yet may be assembled at any place.
func (o *Order) within(p Portion) bool {
	if o.own == nil {
		return true
	}
	at := o.placeOf(o.own.kind, p)
	return at == o.own.place || at == "" && o.own.kind == KindAssemble
}

// elsewhere is the refusal of units at another place.
func (o *Order) elsewhere(line string, p Portion) error {
	at := o.placeOf(o.own.kind, p)
	if at == "" {
		return refuse(ErrRole, Textf("line %s", line), "it is not known where its units are; %s may give %s only at its own place, %s",
			o.own.role, o.own.kind, o.own.place)
	}
	return refuse(ErrRole, Textf("line %s", line), "its units are at %s; %s may give %s only at its own place, %s", at, o.own.role, o.own.kind, o.own.place)
}

// checkOwnPlace refuses a command that moves goods at another place, or to one. Services have no place.
func (o *Order) checkOwnPlace(bodies []Body) error {
	for _, b := range bodies {
		for _, m := range (Event{Body: b}).Moves() {
			l := o.lines[o.index[m.Line]]
			if !l.goods() {
				continue
			}
			var err error
			l.each(m.From, m.To, func(p Portion) {
				if err == nil && !o.within(p) {
					err = o.elsewhere(l.id, p)
				}
			})
			if err == nil && o.own.placesElsewhere(m.Warehouse) {
				err = o.elsewhere(l.id, m.Portion)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// placesElsewhere reports whether a command that chooses the place of units would put them at another's: a reserve, or
// a hand-over that is written off.
func (p *ownPlace) placesElsewhere(place string) bool {
	return (p.kind == KindAssemble || p.kind == KindHandOver && place != "") && place != p.place
}

// checkOwnUnit refuses a command about one unit at another place.
func (o *Order) checkOwnUnit(l *line, unit int) error {
	if p := l.portions[l.at(amount.Pcs(unit))]; !o.within(p) {
		return o.elsewhere(l.id, p)
	}
	return nil
}

// checkOwnTransfer refuses a command about a transfer of other places.
func (o *Order) checkOwnTransfer(t Transfer) error {
	if o.own == nil {
		return nil
	}
	at := t.From
	if placeRuleOf(o.own.kind) == targetPlace {
		at = t.To
	}
	if at == o.own.place {
		return nil
	}
	return refuse(ErrRole, t.what(), "that is for %s to say; %s may give %s only at its own place, %s", at, o.own.role, o.own.kind, o.own.place)
}
