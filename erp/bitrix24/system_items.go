package bitrix24

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// itemWant is an item of a smart process as it is to be.
type itemWant struct {
	key   ItemKey
	title string
	stage string // without its prefix
	own   map[string]value
	rows  []rowWant // its goods; nil where it has no rows
}

// keyOf is the key of a part of an order.
func (s *Settings) keyOf(o order.View, kind ItemKind, n int) ItemKey {
	return ItemKey{Originator: s.originator(), Origin: s.origin(o), Kind: kind, N: n}
}

// positions are the goods of an order by line, state and place, the lowest unit first. An item stands for its lowest
// unit, so that it goes on being the same while its goods move on, and its history is theirs.
func (s *Settings) positions(o order.View, stock []order.StockLine, zone *time.Location) []itemWant {
	var all []itemWant
	for _, l := range o.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		type place struct {
			state           status.ItemState
			warehouse       string
			shipment, block int
		}
		var places []place
		at := map[place][]order.Portion{}
		for _, p := range l.Portions {
			k := place{p.State, p.Warehouse, p.Shipment, p.Block}
			if at[k] == nil {
				places = append(places, k)
			}
			at[k] = append(at[k], p.Portion)
		}
		for _, k := range places {
			all = append(all, s.position(o, l, at[k], stock, zone))
		}
	}
	return all
}

func (s *Settings) position(o order.View, l order.LineView, ps []order.Portion, stock []order.StockLine, zone *time.Location) itemWant {
	first := ps[0]
	q := quantityOf(ps)
	key := s.keyOf(o, KindPosition, 0)
	key.Line, key.From = l.ID, first.From
	reserved := amount.Quantity{}
	if isReserved(o, first) {
		reserved = q
	}
	stage, err := status.Bitrix24().Write(first.State, status.Hints{})
	if err != nil {
		stage = PositionNew
	}
	return itemWant{key: key, title: cmp.Or(l.Name, l.SKU, l.ID) + " × " + q.String(), stage: stage, own: map[string]value{
		PositionLine: textValue(l.ID), PositionArticle: textValue(l.SKU), PositionQuantity: numberValue(q.String()),
		PositionWarehouse: shownValue(first.Warehouse), PositionReserved: numberValue(reserved.String()),
		PositionStock: stockValue(s.stockText(stock, l.ID, zone)), PositionMark: marksOf(l, ps),
	}}
}

func quantityOf(ps []order.Portion) amount.Quantity {
	var n int64
	for _, p := range ps {
		n += p.To.Milli() - p.From.Milli()
	}
	return amount.Milli(n)
}

// isReserved reports whether the books keep the units of a portion for the order.
func isReserved(o order.View, p order.Portion) bool {
	return p.Warehouse != "" && (p.State == status.ItemAssembling || p.State == status.ItemPacked) && (p.Shipment == 0 || !erp.IsSold(o, p.Shipment))
}

// marksOf are the codes of the units of portions, in the order of the units.
func marksOf(l order.LineView, ps []order.Portion) textsValue {
	var codes textsValue
	for _, m := range l.Marks {
		unit := amount.Pcs(m.Unit)
		if m.Code != "" && slices.ContainsFunc(ps, func(p order.Portion) bool { return p.From.Cmp(unit) <= 0 && unit.Cmp(p.To) < 0 }) {
			codes = append(codes, m.Code)
		}
	}
	return codes
}

// stockText is what the warehouses have of a line, or of all lines where line is empty: a line of text for each, with
// the time at which it was so. A warehouse that did not tell is named with the reason.
func (s *Settings) stockText(stock []order.StockLine, line string, zone *time.Location) string {
	var lines []string
	l := s.language()
	for _, x := range stock {
		if line != "" && x.Line != "" && x.Line != line {
			continue
		}
		head := x.Warehouse
		if line == "" && x.Line != "" {
			head = x.Line + ", " + head
		}
		switch {
		case x.Problem != "" && head == "":
			lines = append(lines, fmt.Sprintf("%s (%s)", x.Problem, x.At.In(zone).Format(stockTime)))
		case x.Problem != "":
			lines = append(lines, fmt.Sprintf("%s: %s (%s)", head, x.Problem, x.At.In(zone).Format(stockTime)))
		default:
			lines = append(lines, head+": "+l.Text(order.Textf("%s free, %s reserved for the order", x.Free, x.Reserved))+" ("+x.At.In(zone).Format(stockTime)+")")
		}
	}
	return strings.Join(lines, "\n")
}

// stockTime is how the time of stock is written.
const stockTime = "02.01.2006 15:04"

// shipments are the shipments of an order.
func (s *Settings) shipments(o order.View, forms []order.ShipmentForm) []itemWant {
	var all []itemWant
	for _, x := range o.Shipments {
		stage, err := status.Bitrix24().Write(x.State, status.Hints{})
		if err != nil {
			stage = ShipmentNew
		}
		w := itemWant{
			key: s.keyOf(o, KindShipment, x.N), title: s.named(processes()[1].title) + " S" + strconv.Itoa(x.N), stage: stage,
			rows: goodsOf(o, func(p order.Portion) bool { return p.Shipment == x.N }),
			own: map[string]value{
				ShipmentNumber: numberValue(strconv.Itoa(x.N)), ShipmentHow: textValue(howOf(o, x)), ShipmentTo: textValue(cmp.Or(x.To, addressOf(o))),
				ShipmentCarrier: textValue(x.Carrier.Account), ShipmentWaybill: shownValue(x.Waybill), ShipmentCarrierStatus: shownValue(s.carrierStatus(x)),
				ShipmentProblem: shownValue(""),
			},
		}
		if f, has := formOf(forms, x.N); has {
			w.own[ShipmentForm] = textValue(formText(f))
			w.own[ShipmentProblem] = shownValue(f.Problem)
			if x.Carrier.Account == "" {
				w.own[ShipmentCarrier] = textValue(f.Carrier)
			}
		}
		all = append(all, w)
	}
	return all
}

// howOf is how a shipment reaches the buyer: as a transfer of its goods says, else the order's service of delivery.
func howOf(o order.View, x order.Shipment) string {
	for _, t := range o.Transfers {
		if t.How == "" {
			continue
		}
		for _, u := range t.Units {
			if inShipment(o, u, x.N) {
				return t.How
			}
		}
	}
	return o.Delivery.Service
}

func inShipment(o order.View, u order.Units, n int) bool {
	for _, l := range o.Lines {
		if l.ID != u.Line {
			continue
		}
		return slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
			return p.Shipment == n && p.From.Cmp(u.To) < 0 && u.From.Cmp(p.To) < 0
		})
	}
	return false
}

// carrierStatus is the carrier's own status, and while it has not answered that it was asked.
func (s *Settings) carrierStatus(x order.Shipment) string {
	switch {
	case x.CarrierText != "":
		return x.CarrierText
	case x.CarrierCode != "":
		return x.CarrierCode
	case x.State == status.ShipmentRequested:
		return s.language().Sprintf("%s", x.State)
	}
	return ""
}

// returns are the return blocks of an order. A price reduction is none: no goods move.
func (s *Settings) returns(o order.View, reasons map[status.Reason]int64) []itemWant {
	var all []itemWant
	for _, b := range o.Blocks {
		if b.Kind != order.BlockReturn {
			continue
		}
		w := itemWant{
			key: s.keyOf(o, KindReturn, b.N), title: s.named(processes()[2].title) + " R" + strconv.Itoa(b.N), stage: blockStage(b),
			rows: goodsOf(o, func(p order.Portion) bool { return p.Block == b.N }),
			own: map[string]value{
				ReturnNumber: numberValue(strconv.Itoa(b.N)), ReturnSum: moneyValue(b.Sum), ReturnCustody: shownValue(s.custodyText(b)),
				ReturnReceipt: shownValue(""), ReturnProblem: shownValue(s.blockProblem(b)),
			},
		}
		if id, known := reasons[b.Reason]; known {
			w.own[ReturnReason] = idValue(id)
		}
		if b.Receipt != nil {
			w.own[ReturnReceipt] = shownValue(strings.TrimSpace(b.Receipt.Number + " " + b.Receipt.URL))
		}
		all = append(all, w)
	}
	return all
}

func blockStage(b order.BlockView) string {
	gone := len(b.Custody) > 0 && !slices.ContainsFunc(b.Custody, func(c status.ReturnCustody) bool {
		return c != status.CustodyWithdrawn && c != status.CustodyGivenBack && c != status.CustodyRejected
	})
	switch {
	case gone, len(b.Parts) == 0 && len(b.Custody) == 0 && b.Sum.IsZero():
		return ReturnCancelled
	case b.Returned:
		return ReturnReturned
	}
	return ReturnNew
}

func (s *Settings) custodyText(b order.BlockView) string {
	var all []string
	for _, c := range b.Custody {
		all = append(all, s.language().Sprintf("%s", c))
	}
	return strings.Join(all, ", ")
}

// blockProblem is why the money of a block has not gone back, where the gateway said so.
func (s *Settings) blockProblem(b order.BlockView) string {
	switch b.Money { //nolint:exhaustive // nothing is wrong in the others
	case status.MoneyRefused, status.MoneyInDoubt:
		return strings.TrimSuffix(s.language().Sprintf("%s", b.Money)+": "+b.Answer, ": ")
	}
	return ""
}

// goodsOf are goods as the rows of an item: a row for each line of which portions are in.
func goodsOf(o order.View, in func(order.Portion) bool) []rowWant {
	rows := []rowWant{}
	for i, l := range o.Lines {
		var n int64
		sum := zeroOf(o)
		for _, p := range l.Portions {
			if in(p.Portion) {
				n += p.To.Milli() - p.From.Milli()
				sum = plus(sum, p.Sum)
			}
		}
		if n == 0 {
			continue
		}
		r := rowWant{line: l.ID, name: rowName(l.Name, l.SKU), quantity: amount.Milli(n), vat: percentOf(l.VATRate), sort: 10 * (i + 1)}
		r.price, r.exact = unitPrice(sum, r.quantity)
		rows = append(rows, r)
	}
	return rows
}

// rowsText stands for the rows that were written to an item.
func rowsText(rows []rowWant) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r.line + ":" + r.quantity.String() + ":" + r.price.Text() + "\n")
	}
	return digest(b.String())
}

// itemAspects are the fields of an item that people may set, by aspect.
var itemAspects = map[string]string{
	aspectForm: ShipmentForm, aspectHow: ShipmentHow, aspectTo: ShipmentTo, aspectCarrier: ShipmentCarrier,
	aspectMark: PositionMark, aspectReason: ReturnReason,
}

// aspectsOf are those that items of a kind have.
func aspectsOf(kind ItemKind) []string {
	switch kind {
	case KindPosition:
		return []string{aspectMark}
	case KindShipment:
		return []string{aspectForm, aspectHow, aspectTo, aspectCarrier}
	case KindReturn:
		return []string{aspectReason}
	}
	return nil
}

// itemVersion is what people may set of an item, as it is there.
func itemVersion(kind ItemKind, typeID int, item object) version {
	v := version{aspectStage: StageCode(item.text("stageId"))}
	for _, aspect := range aspectsOf(kind) {
		name := ItemField(typeID, itemAspects[aspect])
		text := trimmed(item.text(name))
		if aspect == aspectMark {
			b, _ := json.Marshal(item.texts(name)) //nolint:errchkjson // texts can be written
			if text = string(b); text == "null" || text == "[]" {
				text = ""
			}
		}
		v[aspect] = digest(text)
	}
	return v
}
