package bitrix24

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// readItem reads an item below the deal.
func (r *reader) readItem(c erp.Change) error {
	for k := range r.p.process {
		p := &r.p.process[k]
		for i := range r.see.items[k] {
			it := &r.see.items[k][i]
			if itemPath(p.typeID, it.ID) != c.Item {
				continue
			}
			key, ours := ParseItemKey(it.Key, r.see.deal.Originator, r.see.deal.Origin)
			if !ours {
				return r.readCreated(p, it)
			}
			r.pressed(c, p, it, key)
			return nil
		}
	}
	return nil // it was deleted: what it stands for is shown anew
}

// pressed reads what people set in an item of ours: its stage is a button.
func (r *reader) pressed(c erp.Change, p *placed, it *Item, key ItemKey) {
	told := r.told()
	v := itemVersion(key.Kind, p.id, objectOf(it))
	path := itemPath(p.typeID, it.ID)
	written := parseVersion(it.Text(p.field(ItemVersion)))
	fresh := v.news(written, r.next.item(p.typeID, it.ID))
	saw := func(aspects ...string) {
		for _, aspect := range aspects {
			if _, has := v[aspect]; has {
				r.next[path+"/"+aspect] = v.asRead(aspect, written)
			}
		}
	}
	stage := slices.Contains(fresh, aspectStage)
	switch key.Kind {
	case KindShipment:
		if stage {
			saw(aspectStage, aspectForm, aspectHow, aspectTo, aspectCarrier)
			r.shipmentMoved(p, it, key.N, v[aspectStage])
		}
	case KindReturn:
		if stage {
			saw(aspectStage)
			r.returnMoved(key.N, v[aspectStage])
		}
		if slices.Contains(fresh, aspectReason) {
			saw(aspectReason)
			r.refuse(ReturnReason, order.AttachStatement{Block: key.N}, order.Textf("the reason of a return that was made does not change: it is put back"))
		}
		r.statement(p, it, key.N)
	case KindPosition:
		if stage {
			saw(aspectStage)
			r.positionMoved(p, it, key, v[aspectStage])
		}
		if slices.Contains(fresh, aspectMark) {
			saw(aspectMark)
			r.marked(p, it, key)
		}
		r.photographed(p, it, key)
	}
	if told == r.told() && len(fresh) == 0 {
		c.Field = it.Title
		r.out.Ignored = append(r.out.Ignored, c)
	}
}

func (r *reader) told() int {
	return len(r.out.Reports) + len(r.out.Parcels) + len(r.out.Photos) + len(r.out.Warnings)
}

// shipmentMoved reads a button of a shipment.
func (r *reader) shipmentMoved(p *placed, it *Item, n int, stage string) {
	at := slices.IndexFunc(r.o.Shipments, func(s order.Shipment) bool { return s.N == n })
	name := r.set.stageName(p.axis, stage)
	if at < 0 {
		r.warn("shipment %d is not known here: it is taken away", n)
		return
	}
	now, err := status.Bitrix24().Write(r.o.Shipments[at].State, status.Hints{})
	if err == nil && now == stage {
		return
	}
	switch stage {
	case ShipmentRequest:
		values, strange := parseForm(it.Text(p.field(ShipmentForm)))
		if len(strange) > 0 {
			r.warn("the carrier's form of shipment %d has lines without a field: %s", n, strings.Join(strange, "; "))
		}
		r.out.Parcels = append(r.out.Parcels, erp.ParcelWish{
			Shipment: n, Carrier: strings.TrimSpace(it.Text(p.field(ShipmentCarrier))), Values: values, Code: stage,
		})
	case ShipmentIssued:
		r.intend(stage, order.Deliver{Shipment: n})
	case ShipmentSent:
		r.intend(stage, order.HandOver{Shipment: n, Waybill: strings.TrimSpace(it.Text(p.field(ShipmentWaybill)))})
	case ShipmentArrived:
		r.intend(stage, order.Arrive{Shipment: n})
	case ShipmentCancelled:
		r.intend(stage, order.DropParcel{Shipment: n})
	default:
		r.refuse(stage, order.HandOver{Shipment: n}, order.Textf("shipment %d was moved to %q, which nobody sets by hand: it follows what the carrier reports and the returns of its goods", n, name))
	}
}

// returnMoved reads a button of a return block.
func (r *reader) returnMoved(n int, stage string) {
	at := slices.IndexFunc(r.o.Blocks, func(b order.BlockView) bool { return b.N == n })
	if at >= 0 && blockStage(r.o.Blocks[at]) == stage {
		return
	}
	switch stage {
	case ReturnRefund:
		r.intend(stage, order.Refund{Block: n})
	case ReturnCancelled:
		r.intend(stage, order.Receive{Block: n, Custody: status.CustodyWithdrawn})
	default:
		r.refuse(stage, order.Refund{Block: n}, order.Textf("return %d was moved to %q, which nobody sets by hand: move it to %q to have the money paid back",
			n, r.set.stageName(status.AxisReturn, stage), r.set.stageName(status.AxisReturn, ReturnRefund)))
	}
}

// statement reads the buyer's statement of a return, which people attach to its item.
func (r *reader) statement(p *placed, it *Item, n int) {
	files := it.Files(p.field(ReturnStatement))
	at := slices.IndexFunc(r.o.Blocks, func(b order.BlockView) bool { return b.N == n })
	if len(files) == 0 || at < 0 {
		return
	}
	if link := r.statementLink(p, it); link != r.o.Blocks[at].Statement {
		r.intend(ReturnStatement, order.AttachStatement{Block: n, Statement: link})
	}
}

// statementLink refers to the statement: the item and the file in it. Links to the file itself end, or need a session.
func (r *reader) statementLink(p *placed, it *Item) string {
	files := it.Files(p.field(ReturnStatement))
	if len(files) == 0 {
		return ""
	}
	return r.client.rest.Address() + "/crm/type/" + strconv.Itoa(p.typeID) + "/details/" + strconv.FormatInt(it.ID, 10) + "/#file" + strconv.FormatInt(files[0].ID, 10)
}

// positionMoved reads that people moved goods to another state. Only the return of goods to the seller is theirs.
func (r *reader) positionMoved(p *placed, it *Item, key ItemKey, stage string) {
	now, portions := r.portionsOf(key)
	if code, err := status.Bitrix24().Write(now, status.Hints{}); err == nil && code == stage {
		return
	}
	picks := picksOf(key.Line, portions)
	name := r.set.stageName(p.axis, stage)
	m, known := status.Bitrix24().Read(status.AxisItem, stage)
	switch {
	case !known || len(portions) == 0:
		r.out.Ignored = append(r.out.Ignored, erp.Change{Field: p.field("STAGE"), Value: stage, Item: it.Key})
	case stage == PositionRemarking:
		for _, u := range unitsOf(portions) {
			r.intend(stage, order.RejectMark{Line: key.Line, Unit: u})
		}
	case stage == PositionReturned && portions[0].Block != 0:
		r.intend(stage, order.Receive{Block: portions[0].Block, Picks: picks, Custody: status.CustodyReceived})
	case stage == PositionCancelled:
		r.intend(stage, order.Cancel{Picks: picks, Reason: status.ReasonOther})
	case stage == PositionAssembling, stage == PositionSent, stage == PositionIssued:
		r.out.Reports = append(r.out.Reports, order.StatusReport{Code: stage, Text: name, Says: m, Picks: picks})
	default:
		r.refuse(stage, order.Release{Picks: picks}, order.Textf("%s was moved to %q, which nobody sets by hand: it follows transfers, shipments and returns; create an item for a return or a shipment instead", it.Title, name))
	}
}

// portionsOf are the units that a position stands for: those in the same state and place as its first one.
func (r *reader) portionsOf(key ItemKey) (state status.ItemState, all []order.Portion) {
	for _, l := range r.o.Lines {
		if l.ID != key.Line {
			continue
		}
		at := slices.IndexFunc(l.Portions, func(p order.PortionView) bool { return p.From.Cmp(key.From) <= 0 && key.From.Cmp(p.To) < 0 })
		if at < 0 {
			return 0, nil
		}
		is := l.Portions[at]
		for _, p := range l.Portions {
			if p.State == is.State && p.Warehouse == is.Warehouse && p.Shipment == is.Shipment && p.Block == is.Block {
				all = append(all, p.Portion)
			}
		}
		return is.State, all
	}
	return 0, nil
}

func picksOf(line string, ps []order.Portion) (picks order.Picks) {
	for _, p := range ps {
		picks = picks.And(order.PickUnits(line, p.From, p.To))
	}
	return picks
}

// unitsOf are the indexes of the units of portions.
func unitsOf(ps []order.Portion) (units []int) {
	for _, p := range ps {
		for u := p.From.Milli() / 1000; amount.Pcs(int(u)).Cmp(p.To) < 0; u++ {
			units = append(units, int(u))
		}
	}
	return units
}

// marked reads the marking codes that people typed: each that no unit has goes to the next unit without one.
func (r *reader) marked(p *placed, it *Item, key ItemKey) {
	_, portions := r.portionsOf(key)
	at := slices.IndexFunc(r.o.Lines, func(l order.LineView) bool { return l.ID == key.Line })
	if at < 0 || len(portions) == 0 {
		return
	}
	has := map[int]string{}
	for _, m := range r.o.Lines[at].Marks {
		if m.Rejected == "" {
			has[m.Unit] = m.Code
		}
	}
	units := unitsOf(portions)
	typed := it.Texts(p.field(PositionMark))
	for _, code := range typed {
		code = strings.TrimSpace(code)
		if code == "" || slices.ContainsFunc(units, func(u int) bool { return has[u] == code }) {
			continue
		}
		free := slices.IndexFunc(units, func(u int) bool { return has[u] == "" })
		if free < 0 { // a code in the place of another
			free = slices.IndexFunc(units, func(u int) bool { return !slices.Contains(typed, has[u]) })
		}
		if free < 0 {
			r.warn("%s has more marking codes than units in Bitrix24: %s", it.Title, code)
			continue
		}
		has[units[free]] = code
		r.intend(PositionMark, order.SetMark{Line: key.Line, Unit: units[free], Code: code})
	}
}

// maxPhoto is how many bytes of a picture are read: what a telephone makes.
const maxPhoto = 15 << 20

// photographed reads the photos of marking codes that people attached and nobody has read.
func (r *reader) photographed(p *placed, it *Item, key ItemKey) {
	path := itemPath(p.typeID, it.ID) + "/photo"
	_, portions := r.portionsOf(key)
	read, all := strings.Split(r.next[path], ","), []string(nil)
	for _, f := range it.Files(p.field(PositionPhoto)) {
		id := strconv.FormatInt(f.ID, 10)
		all = append(all, id)
		if slices.Contains(read, id) || len(portions) == 0 {
			continue
		}
		r.out.Photos = append(r.out.Photos, erp.MarkPhoto{
			Line: key.Line, Units: unitsOf(portions), Name: it.Title, Code: PositionPhoto,
			Load: func(ctx context.Context) ([]byte, error) { return r.client.Download(ctx, nil, f, maxPhoto) },
		})
	}
	if len(all) > 0 {
		r.next[path] = strings.Join(all, ",")
	}
}

// readCreated reads a shipment or a return that people created: an item with goods as its rows.
func (r *reader) readCreated(p *placed, it *Item) error {
	path := itemPath(p.typeID, it.ID)
	for name, made := range r.next {
		if strings.HasPrefix(name, "made/") && made == path {
			return nil // it was asked for, and is adopted
		}
	}
	if p.kind == KindPosition {
		r.warn("%q was created in Bitrix24: goods are added in the rows of the deal", it.Title)
		return nil
	}
	rows, err := r.client.ListRows(r.ctx, p.typeID, it.ID)
	if err != nil {
		return err
	}
	state := rowsDigest(rows) + it.Text(p.field(ReturnReason)) + it.Text(p.field(ShipmentCarrier)) + it.Text(p.field(ShipmentTo))
	if r.next[path+"/made"] == digest(state) {
		return nil // as it is, it was refused
	}
	r.next[path+"/made"] = digest(state)
	if len(rows) == 0 {
		r.warn("%q has no goods in Bitrix24: add those that it is about as its products", it.Title)
		return nil
	}
	articles, err := r.articles()
	if err != nil {
		return err
	}
	picks, missing := r.picks(p.kind, rows, articles)
	if missing != "" {
		r.warn("%q has goods in Bitrix24 of which the order has not so many left: %s", it.Title, missing)
		return nil
	}
	if p.kind == KindShipment {
		r.shipments++
		r.next["made/"+string(KindShipment)+strconv.Itoa(r.shipments)] = path
		c := order.CreateShipment{Picks: picks, To: strings.TrimSpace(it.Text(p.field(ShipmentTo)))}
		r.intend(string(KindShipment), c)
		return nil
	}
	reason := r.reason(it.Text(p.field(ReturnReason)))
	if reason == "" {
		r.warn("%q has no reason in Bitrix24: choose one, and the return is made", it.Title)
		return nil
	}
	r.blocks++
	r.next["made/"+string(KindReturn)+strconv.Itoa(r.blocks)] = path
	r.intend(string(KindReturn), order.Return{Picks: picks, Reason: reason, Statement: r.statementLink(p, it)})
	return nil
}

// reason is that of a value of the list of reasons.
func (r *reader) reason(value string) status.Reason {
	for reason, id := range r.p.reasons {
		if value != "" && id == numeric(value) {
			return reason
		}
	}
	return ""
}

// picks are the goods of rows: of lines with the article, in their order, units that are not yet in a shipment, or not
// yet in a return. missing is what there is not enough of.
func (r *reader) picks(kind ItemKind, rows []ProductRow, articles map[int64]string) (picks order.Picks, missing string) {
	left := map[string]int64{}
	for _, l := range r.o.Lines {
		for _, p := range l.Portions {
			ended := p.State == status.ItemCancelled || p.State == status.ItemReturned || p.State == status.ItemLost || p.Block != 0
			if !ended && (kind == KindReturn || p.Shipment == 0 && p.State != status.ItemHandedOut) {
				left[l.ID] += p.To.Milli() - p.From.Milli()
			}
		}
	}
	for _, row := range rows {
		article := articleOfRow(row, articles)
		q, err := amount.ParseQuantity(plainNumber(string(row.Quantity)))
		need := q.Milli()
		for _, l := range r.o.Lines {
			if err != nil || need <= 0 || left[l.ID] <= 0 || l.SKU != article && l.Name != article {
				continue
			}
			n := min(need, left[l.ID])
			need -= n
			left[l.ID] -= n
			picks = picks.And(order.Pick(l.ID, amount.Milli(n)))
		}
		if err != nil || need > 0 {
			return nil, row.Name
		}
	}
	return picks, ""
}
