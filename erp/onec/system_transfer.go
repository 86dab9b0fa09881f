package onec

import (
	"context"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// The states of transfer documents, as order.Document has them.
const (
	stateSent     = "sent"
	stateReceived = "received"
)

// transfer brings a transfer to its state: a transfer order, on the basis of the customer's order, and the transfer
// itself, by that order. What people made for the same goods and places is taken for it.
func (s *System) transfer(ctx context.Context, t order.Task) (order.Outcome, error) {
	at := slices.IndexFunc(t.Order.Transfers, func(x order.Transfer) bool { return x.N == t.Transfer })
	if at < 0 {
		return order.Outcome{}, refuse(order.Textf("the order has no transfer T%d", t.Transfer))
	}
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	m := &mover{System: s, o: t.Order, t: t.Order.Transfers[at], there: there}
	if m.places, err = s.warehouses(ctx); err != nil {
		return order.Outcome{}, err
	}
	for _, code := range []string{m.t.From, m.t.To} {
		if _, err := s.warehouse(ctx, code); err != nil {
			return order.Outcome{}, err
		}
	}
	if err := m.find(ctx); err != nil {
		return order.Outcome{}, err
	}
	if m.t.State == status.TransferDropped {
		err = m.drop(ctx)
	} else {
		err = m.bring(ctx)
	}
	if err != nil {
		return order.Outcome{}, err
	}
	out := order.Outcome{Kind: order.AlreadySo}
	if m.wrote {
		out.Kind = order.Applied
	}
	if m.order != nil {
		out.Documents = append(out.Documents, s.transferOrderDocument(m.order, m.t, there.Number))
	}
	if m.moved != nil {
		out.Documents = append(out.Documents, s.transferDocument(m.moved, m.t, m.order.Number))
	}
	return out, nil
}

// mover brings one transfer to its state.
type mover struct {
	*System
	o      order.View
	t      order.Transfer
	there  *Order
	places *places
	order  *TransferOrder // nil: not there
	moved  *Transfer      // nil: not there
	wrote  bool
}

// find looks for the documents of the transfer.
func (m *mover) find(ctx context.Context) error {
	want, err := m.contentOf(m.there, m.t.Units, m.o)
	if err != nil {
		return err
	}
	var all []TransferOrder
	for o, err := range m.client.TransferOrders().List(ctx, transferOrdersOf(m.there.Ref, false)) {
		if err != nil {
			return err
		}
		all = append(all, o)
	}
	if m.order = m.matching(all, m.o, m.t, want, m.places); m.order == nil {
		return nil
	}
	for x, err := range m.client.Transfers().List(ctx, Query{Filter: And(Eq("ЗаказНаПеремещение_Key", m.order.Ref), Eq("DeletionMark", false))}) {
		if err != nil {
			return err
		}
		m.moved = &x
		break
	}
	return nil
}

// transferOrdersOf is the query for the transfer orders on the basis of an order.
func transferOrdersOf(id Guid, deleted bool) Query {
	f := Eq("ДокументОснование", Reference{EntityOrder, id})
	if !deleted {
		f = And(f, Eq("DeletionMark", false))
	}
	return Query{Filter: f}
}

// matching returns the transfer order of a transfer: the one with its key, the one that is known to be its document, or
// one without any key for the same goods and places. One that is dropped takes none for its own that nobody said is.
func (s *System) matching(all []TransferOrder, o order.View, t order.Transfer, want content, p *places) *TransferOrder {
	for i := range all {
		if s.hasKey(all[i].Comment, all[i].Properties, s.transferKey(o, t.N)) || slices.ContainsFunc(o.Documents, func(d order.Document) bool {
			return d.Kind == RefTransferOrder && d.Transfer == t.N && d.Ref.ID == string(all[i].Ref)
		}) {
			return &all[i]
		}
	}
	for i := range all {
		x := &all[i]
		if t.State != status.TransferDropped && !s.isKeyed(x.Comment, x.Properties) && !x.DeletionMark && x.From == p.keys[t.From] && x.To == p.keys[t.To] && x.content().equal(want) {
			return x
		}
	}
	return nil
}

func (o *TransferOrder) content() content {
	c := content{}
	for _, r := range o.Goods {
		if !r.Cancelled {
			c.add(r.Row)
		}
	}
	return c
}

func (x *Transfer) content() content {
	c := content{}
	for _, r := range x.Goods {
		c.add(r.Row)
	}
	return c
}

// bring makes what is missing, and posts what is to be posted.
func (m *mover) bring(ctx context.Context) error {
	if err := checkOpen(m.there); err != nil {
		return err
	}
	if err := m.ask(ctx); err != nil || m.t.State == status.TransferRequested {
		return err
	}
	if m.moved == nil {
		if err := m.trim(ctx); err != nil {
			return err
		}
		if err := m.send(ctx); err != nil {
			return err
		}
	}
	switch m.t.State { //nolint:exhaustive // the others are done
	case status.TransferPosted:
		return m.postAs(ctx, TransferSent)
	case status.TransferReceived:
		return m.postAs(ctx, TransferReceived)
	}
	return nil
}

// ask makes the transfer order, posted.
func (m *mover) ask(ctx context.Context) error {
	orders := m.client.TransferOrders()
	if m.order == nil {
		o, err := m.newOrder(ctx)
		if err != nil {
			return err
		}
		if err := m.checkStock(ctx); err != nil {
			return err
		}
		known := And(transferOrdersOf(m.there.Ref, false).Filter, m.keyFilter(m.transferKey(m.o, m.t.N)))
		made, err := orders.Create(ctx, o, known)
		if err != nil {
			return err
		}
		m.order, m.wrote = made.Value, true
	}
	if m.order.Posted {
		return nil
	}
	posted, err := orders.Post(ctx, m.order.Ref)
	if isRefusal(err) && m.wrote { // nobody shall find a request that asks for nothing
		_, off := orders.MarkDeleted(ctx, m.order.Ref)
		return errors.Join(err, off)
	}
	if err != nil {
		return err
	}
	m.wrote, m.order = true, posted
	m.System.wrotePosted(posted.Object)
	return nil
}

// checkStock refuses a transfer of more than the source has free. What the order itself still holds there, and holds no
// more here, is given up first: it is what is to be moved.
func (m *mover) checkStock(ctx context.Context) error {
	lacks, err := m.lacks(ctx)
	if err != nil || len(lacks) == 0 {
		return err
	}
	c, err := m.newChange(ctx, m.o)
	if err != nil {
		return err
	}
	before := slices.Clone(m.there.Goods)
	if err := c.reserveRows(ctx, m.there); err != nil {
		return err
	}
	if sameRows(before, m.there.Goods) { // perhaps by an earlier try, which did not come to post them
		_, err = m.post(ctx, m.there.Ref)
	} else {
		_, err = m.hold(ctx, c, m.there.Ref)
	}
	if err != nil {
		return err
	}
	if m.there, err = m.client.Orders().Get(ctx, m.there.Ref); err != nil {
		return err
	}
	if lacks, err = m.lacks(ctx); err != nil {
		return err
	}
	if len(lacks) == 0 {
		return nil
	}
	return c.lessStock(lacks, order.Text{})
}

// lacks returns what the transfer asks for and the source does not have free.
func (m *mover) lacks(ctx context.Context) (out []order.Reserved, _ error) {
	want, err := m.contentOf(m.there, m.t.Units, m.o)
	if err != nil {
		return nil, err
	}
	var goods []Guid
	for k := range want {
		goods = append(goods, k.good)
	}
	slices.Sort(goods)
	levels, err := m.client.ListStock(ctx, slices.Compact(goods)...)
	if err != nil {
		return nil, err
	}
	for _, l := range levels {
		if l.Warehouse == m.places.keys[m.t.From] {
			want[goodsKey{l.Good, l.Characteristic}] -= max(0, l.Free)
		}
	}
	for _, u := range slices.Backward(m.t.Units) { // what comes last lacks first
		k, _ := m.goodsOf(m.there, u.Line, m.o)
		n := min(want[k], QuantityOf(minus(u.To, u.From)))
		if n <= 0 {
			continue
		}
		want[k] -= n
		out = append(out, order.Reserved{Line: u.Line, Warehouse: m.t.From, Quantity: n.Amount()})
	}
	slices.Reverse(out)
	return out, nil
}

// keyFilter finds a document by its key.
func (s *System) keyFilter(key string) Filter {
	if s.set.Keys.Property == "" {
		return Contains("Комментарий", "["+key+"]")
	}
	return Any("ДополнительныеРеквизиты", And(Eq("Свойство_Key", Guid(s.set.Keys.Property)), Eq("Значение", key)))
}

func (m *mover) newOrder(ctx context.Context) (o TransferOrder, err error) {
	meta, err := m.client.Metadata(ctx)
	if err != nil {
		return o, err
	}
	company, err := m.key(ctx, m.organisation())
	if err != nil {
		return o, err
	}
	today := m.now()
	o = TransferOrder{
		Document: Document{Date: At(today)}, Delivery: Delivery{Way: methodPickup}, Status: TransferOrderToDo, Operation: operationTransfer,
		Organization: company, Recipient: company, From: m.places.keys[m.t.From], To: m.places.keys[m.t.To], Acceptance: acceptance,
		Wanted: day(today), Comment: m.t.How,
	}
	o.Basis, o.BasisType = Reference{EntityOrder, m.there.Ref}.Split()
	if o.Priority, err = m.firstPriority(ctx); err != nil {
		return o, err
	}
	for _, u := range m.t.Units {
		k, has := m.goodsOf(m.there, u.Line, m.o)
		if !has {
			return o, refuse(order.Textf("line %s is not in order %s of 1C, where people may have removed it", u.Line, m.there.Number))
		}
		n := QuantityOf(minus(u.To, u.From))
		if i := slices.IndexFunc(o.Goods, func(r TransferOrderRow) bool { return goodsKey{r.Good, r.Characteristic} == k }); i >= 0 {
			o.Goods[i].Quantity, o.Goods[i].Packs = o.Goods[i].Quantity+n, o.Goods[i].Packs+n
			continue
		}
		o.Goods = append(o.Goods, TransferOrderRow{
			Row:      Row{Good: k.good, Characteristic: k.characteristic, Quantity: n, Packs: n},
			Shipping: day(today), Arrival: day(today), Supply: meta.Words().Ship,
		})
	}
	m.keyed(&o.Comment, &o.Properties, m.transferKey(m.o, m.t.N))
	return o, nil
}

const (
	operationTransfer = "ПеремещениеТоваров"
	acceptance        = "НеРазделенаПоЗаказамИНакладным"
)

// trim takes out of the transfer order what is not sent: otherwise somebody would send it later.
func (m *mover) trim(ctx context.Context) error {
	want, err := m.contentOf(m.there, m.t.Units, m.o)
	orders := m.client.TransferOrders()
	switch same := err == nil && m.order.content().equal(want); {
	case err != nil || same && m.isSurelyPosted(m.order.Object):
		return err
	case same:
		return m.postOrder(ctx)
	}
	changed, err := orders.Change(ctx, m.order.Ref, func(o *TransferOrder) error {
		left := content{}
		for k, n := range want {
			left[k] = n
		}
		var rest []TransferOrderRow
		for i := range o.Goods {
			r := &o.Goods[i]
			if r.Cancelled {
				continue
			}
			k := goodsKey{r.Good, r.Characteristic}
			n := min(left[k], r.Quantity)
			left[k] -= n
			switch {
			case n == 0:
				r.Cancelled = true
			case n < r.Quantity:
				off := *r
				off.Code, off.Cancelled, off.Quantity, off.Packs = 0, true, r.Quantity-n, r.Quantity-n
				rest = append(rest, off)
				r.Quantity, r.Packs = n, n
			}
		}
		for k, n := range left {
			if n > 0 {
				return refuse(order.Textf("transfer order %s has %s less of goods %s than transfer T%d: people changed it", o.Number, n, k.good, m.t.N))
			}
		}
		o.Goods = append(o.Goods, rest...)
		return nil
	})
	if changed != nil {
		m.System.wrote(changed.Object)
	}
	if err != nil {
		return err
	}
	return m.postOrder(ctx)
}

// postOrder posts the transfer order as it was written.
func (m *mover) postOrder(ctx context.Context) error {
	posted, err := m.client.TransferOrders().Post(ctx, m.order.Ref)
	if err == nil {
		m.order = posted
		m.System.wrotePosted(posted.Object)
	}
	return err
}

// send makes the transfer by the transfer order, not posted.
func (m *mover) send(ctx context.Context) error {
	x := Transfer{
		Document: Document{Date: At(m.now())}, Delivery: Delivery{Way: m.order.Way}, Status: TransferSent, Operation: operationTransfer,
		Organization: m.order.Organization, Recipient: m.order.Recipient, From: m.order.From, To: m.order.To, Acceptance: acceptance,
		ByOrders: true, Order: m.order.Ref, Comment: m.t.How,
	}
	for _, r := range m.order.Goods {
		if !r.Cancelled {
			row := TransferRow{Order: m.order.Ref, Row: Row{
				Good: r.Good, Characteristic: r.Characteristic, Packaging: r.Packaging, Packs: r.Packs, Quantity: r.Quantity, Code: r.Code,
				Assignment: r.Assignment, Series: r.Series,
			}}
			x.Goods = append(x.Goods, row)
		}
	}
	m.keyed(&x.Comment, &x.Properties, m.transferKey(m.o, m.t.N))
	made, err := m.client.Transfers().Create(ctx, x, Eq("ЗаказНаПеремещение_Key", m.order.Ref))
	if made != nil {
		m.moved, m.wrote = made.Value, true
		m.System.wrote(made.Value.Object)
	}
	return err
}

// postAs posts the transfer in a status. One that was received is not sent again.
func (m *mover) postAs(ctx context.Context, as string) error {
	if m.moved.Posted && (m.moved.Status == as || m.moved.Status == TransferReceived) && m.isSurelyPosted(m.moved.Object) {
		return nil
	}
	all := m.client.Transfers()
	changed, err := all.Change(ctx, m.moved.Ref, func(x *Transfer) error {
		if x.Status != TransferReceived {
			x.Status = as
		}
		if as == TransferReceived && x.Arrived.IsZero() {
			x.Arrived = day(m.now())
		}
		return nil
	})
	if err != nil {
		return err
	}
	was := m.moved
	if m.moved, err = all.Post(ctx, changed.Ref); err != nil {
		return m.takeStatusBack(ctx, was, err)
	}
	m.wrote = true
	m.System.wrotePosted(m.moved.Object)
	return nil
}

// takeStatusBack gives a transfer that the base refused to post the status that it had.
func (m *mover) takeStatusBack(ctx context.Context, was *Transfer, refused error) error {
	if !isRefusal(refused) {
		return refused
	}
	back, err := m.client.Transfers().Change(ctx, was.Ref, func(x *Transfer) error {
		x.Status, x.Arrived = was.Status, was.Arrived
		return nil
	})
	if err != nil {
		return err
	}
	m.System.wrote(back.Object)
	return refused
}

// drop takes the documents back: unposted and marked for deletion, the dependent one first.
func (m *mover) drop(ctx context.Context) error {
	if m.moved != nil {
		if m.moved.Posted && m.moved.Status == TransferReceived {
			return refuse(order.Textf("transfer %s is received in 1C: goods that have come are not taken back by dropping it", m.moved.Number))
		}
		x, err := markOff(ctx, m.client.Transfers(), m.moved.Ref, m.moved.Posted)
		if err != nil {
			return err
		}
		m.moved, m.wrote = x, true
		m.System.wrote(x.Object)
	}
	if m.order != nil {
		o, err := markOff(ctx, m.client.TransferOrders(), m.order.Ref, m.order.Posted)
		if err != nil {
			return err
		}
		m.order, m.wrote = o, true
		m.System.wrote(o.Object)
	}
	return nil
}

// markOff unposts a document and marks it for deletion.
func markOff[T any](ctx context.Context, all Documents[T], id Guid, posted bool) (*T, error) {
	if posted {
		if _, err := all.Unpost(ctx, id); err != nil {
			return nil, err
		}
	}
	return all.MarkDeleted(ctx, id)
}

// transferOrderDocument is a transfer order as a document of the order.
func (s *System) transferOrderDocument(x *TransferOrder, t order.Transfer, basis string) order.Document {
	d := documentOf(RefTransferOrder, x.Document, basis)
	d.From, d.To, d.Transfer = t.From, t.To, t.N
	return d
}

// transferDocument is a transfer as a document of the order. Goods that left for the central warehouse are on the way
// once it is posted; those for another place are there when they are received.
func (s *System) transferDocument(x *Transfer, t order.Transfer, basis string) order.Document {
	d := documentOf(RefTransfer, x.Document, basis)
	d.From, d.To, d.Transfer = t.From, t.To, t.N
	switch {
	case x.DeletionMark:
	case !x.Posted:
		d.State = stateSent
	case x.Status == TransferReceived:
		d.State = stateReceived
	case x.Status == TransferSent && t.Central:
		d.State = order.DocumentPosted
	case x.Status == TransferSent:
		d.State = stateSent
	default:
		d.State = x.Status // unknown: it is kept, and stands for nothing
	}
	return d
}
