package russianpost

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/status"
)

// parcel converts an order of the account. What cannot be told of it now is its Problem.
func (k *Carrier) parcel(ctx context.Context, o *Order) carriers.Parcel {
	k.made.keep(o.Barcode, o.ID)
	k.made.keep(o.Number, o.ID)
	p := carriers.Parcel{
		Key: o.Number, Ref: k.ref(strconv.FormatInt(o.ID, 10)), State: carriers.ParcelAccepted, Number: o.Barcode,
		Direction: carriers.DirectionToBuyer, Point: string(o.Index),
	}
	if o.ECOM != nil {
		p.Point = cmp.Or(o.ECOM.Point, p.Point)
	}
	if o.TotalRate > 0 {
		p.Price = (o.TotalRate + o.TotalVAT).Money()
	}
	if o.Problem != nil {
		p.Problems = append(p.Problems, carriers.Problem{Code: carriers.CodeType, Rule: rest.Clip(o.Problem.Error())})
	}
	if o.Deleted {
		p.State, p.Shipment, p.Code, p.Text = carriers.ParcelCancelled, atSeller, codeDeleted, textDeleted
		return p
	}
	at := k.placeOfOrder(ctx, o, &p)
	if o.MailType == EasyReturn {
		p.Direction, at.Shipment, at.atLeast = carriers.DirectionFromBuyer, toSeller(at.Shipment), false
		if o.Linked != "" {
			p.ReturnOf = carriers.ByNumber(Name, o.Linked)
		}
	}
	if p.Direction == carriers.DirectionToBuyer && takenInPart(o) {
		p.Returns = append(p.Returns, k.ref(p.Ref.ID+restOf))
		switch at.Shipment {
		case status.ShipmentHandedOut, status.ShipmentComingBack, status.ShipmentCameBack:
			at.Meaning = status.Meaning{Shipment: status.ShipmentPartlyHandedOut, Reason: status.ReasonBuyerRefused, Party: status.PartyBuyer}
		}
		if at.Shipment == status.ShipmentArrived { // at the seller's office
			at.Shipment, at.atLeast = status.ShipmentPartlyHandedOut, false
		}
	}
	show(&p, at)
	p.Goods = goodsOf(o, p.Shipment == status.ShipmentHandedOut || p.Shipment == status.ShipmentPartlyHandedOut)
	if p.Shipment == status.ShipmentHandedOut && o.COD > 0 {
		p.Collected = o.COD.Money()
	}
	return p
}

// What a deleted order is called here; the Post forgets it.
const (
	codeDeleted = "DELETED"
	textDeleted = "Заказ удалён"
)

// restParcel converts what comes back of a partial redemption: the parcel once more, on its way to the seller.
func (k *Carrier) restParcel(ctx context.Context, o *Order) carriers.Parcel {
	p := carriers.Parcel{
		State: carriers.ParcelAccepted, Number: o.Barcode, Direction: carriers.DirectionBack,
		Ref: k.ref(strconv.FormatInt(o.ID, 10) + restOf), ReturnOf: k.ref(strconv.FormatInt(o.ID, 10)),
	}
	show(&p, restPlace(k.placeOfOrder(ctx, o, &p)))
	for _, g := range goodsOf(o, true) {
		if g.Pieces -= g.HandedOut; g.Pieces > 0 {
			g.HandedOut = 0
			p.Goods = append(p.Goods, g)
		}
	}
	return p
}

// show sets where a parcel is.
func show(p *carriers.Parcel, at place) {
	p.Shipment, p.Reason, p.Party, p.AtLeast = at.Shipment, at.Reason, at.Party, at.atLeast
	p.Code, p.Occurred = at.last.code, at.last.at
	if p.Text = at.last.name; p.Text == "" && p.Code != "" {
		p.Text = operationName(p.Code)
	}
	p.Text = rest.Clip(p.Text)
}

// placeOfOrder returns where an order is: by the last operation that Otpravka shows, and where that does not tell, by
// the history.
func (k *Carrier) placeOfOrder(ctx context.Context, o *Order, p *carriers.Parcel) place {
	code, known := o.Last()
	if code == "" {
		return place{Meaning: status.Meaning{Shipment: status.ShipmentRequested}, last: event{code: string(o.BatchStatus), name: stageOf(o)}}
	}
	at, sure := lastPlace(event{code, o.LastName, o.LastAt})
	if sure && (known || !slices.Contains(vague, typeOf(code))) {
		return at
	}
	warn := func(format string, args ...any) {
		p.Problems = append(p.Problems, broken("", carriers.CodeUnknown, format, args...))
	}
	h, err := k.histories.of(ctx, o.Barcode)
	switch {
	case err == nil && len(h.operations) > 0:
		if h.lapsed {
			warn("the history of the parcel cannot be read now: its state is that of %s", h.answered.UTC().Format("2006-01-02 15:04 MST"))
		}
		at = placeOf(h.operations)
	case err != nil && !errors.Is(err, errNoTracking) && at.Shipment == 0:
		p.Problem = err // to be read again
	default:
		warn("the last operation [%s] does not tell where the parcel is, and its history is not known", code)
	}
	return at
}

// stageOf names the stage of an order of which the Post tells no operation.
func stageOf(o *Order) string {
	names := map[BatchStatus]string{
		BatchCreated: "в партии %s", BatchFrozen: "партия %s в процессе приёма", BatchAccepted: "партия %s принята в отделении связи",
		BatchSent: "партия %s отправлена", BatchArchived: "партия %s в архиве",
	}
	if o.Batch == "" {
		return "Новый заказ"
	}
	name := cmp.Or(names[o.BatchStatus], "партия %s: "+string(o.BatchStatus))
	return strings.Replace(name, "%s", o.Batch, 1)
}

// toSeller returns the state of goods that travel to the seller.
func toSeller(s status.ShipmentState) status.ShipmentState {
	switch s {
	case status.ShipmentHandedOut, status.ShipmentCameBack:
		return status.ShipmentCameBack
	case status.ShipmentSent, status.ShipmentArrived:
		return status.ShipmentComingBack
	}
	return s
}

// takenInPart reports whether the buyer took a part of an order.
func takenInPart(o *Order) bool {
	return o.PartReturned || o.Goods != nil && slices.ContainsFunc(o.Goods.Items, func(i Item) bool { return i.Returned })
}

// goodsOf returns the contents of an order by the articles of the form. What was not sent back was taken.
func goodsOf(o *Order, handedOut bool) (out []carriers.Goods) {
	if o.Goods == nil {
		return nil
	}
	var numbers []string
	for _, i := range o.Goods.Items {
		numbers = append(numbers, i.Article)
	}
	for _, i := range o.Goods.Items {
		article := i.Article
		if row, _, single := strings.Cut(article, pieceMark); single && slices.Contains(numbers, row) {
			article = row // a single piece of a row, see split
		}
		n, pieces := new(big.Rat), 1
		if _, ok := n.SetString(string(i.Quantity)); ok && n.IsInt() {
			pieces = int(n.Num().Int64())
		}
		at := slices.IndexFunc(out, func(g carriers.Goods) bool { return g.Article == article })
		if at < 0 {
			at = len(out)
			out = append(out, carriers.Goods{Article: article})
		}
		out[at].Pieces += pieces
		if handedOut && !i.Returned {
			out[at].HandedOut += pieces
		}
	}
	return out
}

// stranger converts a parcel that is not an order of the account, by its history.
func (k *Carrier) stranger(barcode string, h history) carriers.Parcel {
	p := carriers.Parcel{Ref: k.ref(barcode), State: carriers.ParcelAccepted, Number: barcode, Direction: carriers.DirectionToBuyer}
	at := placeOf(h.operations)
	show(&p, at)
	if h.lapsed {
		p.Problems = append(p.Problems, broken("", carriers.CodeUnknown,
			"the history of the parcel cannot be read now: its state is that of %s", h.answered.UTC().Format("2006-01-02 15:04 MST")))
	}
	if p.Shipment == status.ShipmentHandedOut {
		p.Collected = h.cod
	}
	return p
}
