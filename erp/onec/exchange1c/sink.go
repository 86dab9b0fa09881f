package exchange1c

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// SinkSettings are those of a Sink. The zero SinkSettings know goods by their SKU.
type SinkSettings struct {
	// ID returns the id by which the shop knows the goods of a record; nil stands for the SKU. A shop that 1C has filled
	// before knows them by 1C's ids: for goods without characteristics that is the record's Ref.ID.
	ID func(r exchange.Record, sku string) string
	// CatalogID and PackageID are those of the catalogue and of its prices and stock; "catalog" and "offers" if empty.
	CatalogID, PackageID string
	// PriceTypes are the ids of price types in the shop, by the type in the records, such as exchange.Retail. One that is
	// not here has the type as its id.
	PriceTypes map[string]string
	// Clock tells when files are made; nil stands for the machine's.
	Clock ordo.Clock
}

// Sink sends goods, prices and stock to a shop, as 1C does: an exchange.Sink. It is safe for concurrent use.
//
// Each call is a cycle of the exchange with one file, of changes: goods that are not in it stay as they are. Where the
// shop refuses a file, it is sent again in halves, so that one bad record stops none of the others. What is gone, or
// hidden, is marked as deleted; stock that is gone is 0. The exchange has no way to say that a price is gone: that is a
// Problem.
//
// The shop is never read: what a Sink has sent, and sends again, it takes for what the shop has. After the shop was
// restored from a copy, or somebody has changed goods there, call Forget.
//
// 1C-Bitrix counts what it sells as the sum of the warehouses that an offer names. So the stock of a good goes with all
// its warehouses that the Sink was told of. A new Sink knows none: where the source remembers its cursor over a restart
// and has several warehouses, exchange everything first.
//
// Categories and attributes go as traits of the good («Реквизиты»), with its weight in kilograms; pictures, whose files
// nobody has here, do not. That prices and stock may come in files of their own is the form of the module of 1C-Bitrix
// (prices.xml, rests.xml); another shop may take an offer without a quantity for one that is sold out.
type Sink struct {
	client *Client
	set    SinkSettings

	mu   sync.Mutex // shops do not bear two exchanges at once
	sent map[string][sha256.Size]byte
	// levels is how much there is of a good at each warehouse, by their ids.
	levels map[string]map[string]wire.Decimal
}

// NewSink returns a sink of a shop.
func NewSink(c *Client, s SinkSettings) *Sink {
	s.CatalogID, s.PackageID = cmp.Or(s.CatalogID, "catalog"), cmp.Or(s.PackageID, "offers")
	return &Sink{client: c, set: s, sent: map[string][sha256.Size]byte{}, levels: map[string]map[string]wire.Decimal{}}
}

// System implements exchange.Sink.
func (*Sink) System() string { return Name }

// NameAccount names the account in errors and logs, as that of the client does.
func (s *Sink) NameAccount(name string) error { return s.client.NameAccount(name) }

// Can implements exchange.Sink.
func (*Sink) Can(kind exchange.Kind) bool {
	return kind == exchange.Goods || kind == exchange.Prices || kind == exchange.Stocks
}

// Forget makes the sink send everything that it is told, also what it has sent before.
func (s *Sink) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sent)
}

// Keep implements exchange.Sink. Changed means that something else was sent than before.
func (s *Sink) Keep(ctx context.Context, kind exchange.Kind, records []exchange.Record) iter.Seq2[exchange.Kept, error] {
	return func(yield func(exchange.Kept, error) bool) {
		kept, err := s.keep(ctx, kind, records)
		for _, k := range kept {
			if !yield(k, nil) {
				return
			}
		}
		if err != nil {
			yield(exchange.Kept{}, err)
		}
	}
}

// sending is a record that is to be sent, and what became of it.
type sending struct {
	exchange.Kept
	of     string // its kind and key
	id     string
	digest [sha256.Size]byte
	rec    commerceml.Record
	head   commerceml.Record // the type of a price
}

func (s *Sink) keep(ctx context.Context, kind exchange.Kind, records []exchange.Record) ([]exchange.Kept, error) {
	if !s.Can(kind) {
		return nil, s.client.rest.Fail(string(kind), ordo.Unsupported, fmt.Sprintf("shops take %s, %s and %s, not %s", exchange.Goods, exchange.Prices, exchange.Stocks, kind), nil)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*sending, len(records))
	var news []*sending
	for i, r := range records {
		x := &sending{Kept: exchange.Kept{Key: r.Key}, of: string(kind) + "/" + r.Key, digest: digest(r)}
		all[i] = x
		if was, known := s.sent[x.of]; known && was == x.digest {
			continue
		}
		if x.Problem = s.write(r, x); x.Problem == nil {
			news = append(news, x)
		}
	}
	if err := s.send(ctx, kind, news); err != nil {
		return nil, err
	}
	out := make([]exchange.Kept, len(all))
	for i, x := range all {
		out[i] = x.Kept
	}
	return out, nil
}

func digest(r exchange.Record) [sha256.Size]byte {
	return sha256.Sum256(append(fmt.Appendf(nil, "%t %s ", r.Gone, r.Ref), r.Data...))
}

// send sends records in one file, or in halves of it while the shop refuses it.
func (s *Sink) send(ctx context.Context, kind exchange.Kind, xs []*sending) error {
	if len(xs) == 0 {
		return nil
	}
	done, err := s.client.Send(ctx, "catalog", s.file(kind, xs))
	switch {
	case err == nil:
		for _, x := range xs {
			x.told(done)
			if x.Problem == nil {
				s.sent[x.of] = x.digest
			}
		}
		return nil
	case ordo.ClassOf(err) != ordo.Invalid:
		return err
	case len(xs) == 1:
		xs[0].Problem = err
		return nil
	}
	return errors.Join(s.send(ctx, kind, xs[:len(xs)/2]), s.send(ctx, kind, xs[len(xs)/2:]))
}

// told takes what the shop said beside its success: a line that names the good is about it.
func (x *sending) told(done []Imported) {
	for _, i := range done {
		for _, line := range i.Warnings {
			if x.id != "" && slices.Contains(strings.FieldsFunc(line, isNoName), x.id) {
				x.Problem = errors.New(line)
				return
			}
		}
	}
	x.Changed = true
}

// isNoName reports whether a rune stands between the words of a line of a shop.
func isNoName(r rune) bool { return strings.ContainsRune(" \t,;:()[]«»\"'", r) }

// file is the file with records of a kind.
func (s *Sink) file(kind exchange.Kind, xs []*sending) File {
	clock := time.Now
	if s.set.Clock != nil {
		clock = s.set.Clock.Now
	}
	head := commerceml.File{Namespace: commerceml.Namespace2, Version: "2.08", Made: clock().Format("2006-01-02T15:04:05")}
	var recs []commerceml.Record
	name := "import.xml"
	switch kind {
	case exchange.Goods:
		recs = append(recs, &commerceml.Catalog{Changes: commerceml.Yes, ID: s.set.CatalogID, ClassifierID: s.set.CatalogID, Name: s.set.CatalogID})
	default:
		if name = "rests.xml"; kind == exchange.Prices {
			name = "prices.xml"
		}
		recs = append(recs, &commerceml.Package{Changes: commerceml.Yes, ID: s.set.PackageID, Name: s.set.PackageID, CatalogID: s.set.CatalogID, ClassifierID: s.set.CatalogID})
		types := map[string]commerceml.Record{}
		for _, x := range xs {
			if t, is := x.head.(*commerceml.PriceType); is {
				types[t.ID+t.Currency] = t
			}
		}
		for _, id := range slices.Sorted(maps.Keys(types)) {
			recs = append(recs, types[id])
		}
	}
	stocked := map[string]bool{}
	for _, x := range xs {
		switch {
		case kind != exchange.Stocks:
			recs = append(recs, x.rec)
		case !stocked[x.id]:
			stocked[x.id] = true
			recs = append(recs, s.levelsOf(x.id))
		}
	}
	return Written(name, head, slices.Values(recs))
}

// write makes what is sent of a record, or says why nothing can be.
func (s *Sink) write(r exchange.Record, x *sending) error {
	switch r.Kind {
	case exchange.Goods:
		return s.good(r, x)
	case exchange.Prices:
		return s.price(r, x)
	}
	return s.stock(r, x)
}

func (s *Sink) idOf(r exchange.Record, sku string) string {
	if s.set.ID == nil {
		return sku
	}
	return s.set.ID(r, sku)
}

func (s *Sink) good(r exchange.Record, x *sending) error {
	if r.Gone {
		x.id = s.idOf(r, r.Key)
		x.rec = &commerceml.Good{ID: x.id, Status: commerceml.GoodDeleted, Deleted: commerceml.Yes}
		return nil
	}
	g, err := exchange.Decode[exchange.Good](r)
	if err != nil {
		return err
	}
	x.id = s.idOf(r, g.SKU)
	if x.id == "" || g.Name == "" {
		return refused(order.Textf("a shop takes no goods without an id or a name"))
	}
	to := &commerceml.Good{
		ID: x.id, Article: cmp.Or(g.Article, g.SKU), Name: g.Name, FullName: g.Name, Description: g.Description, Barcode: g.GTIN,
		Brand: g.Brand, Country: g.Country,
	}
	if g.Unit != "" {
		to.Unit = &commerceml.Unit{Text: g.Unit}
	}
	if g.Hidden {
		to.Status, to.Deleted = commerceml.GoodDeleted, commerceml.Yes
	}
	switch {
	case g.VAT == amount.VATNone, g.VAT == amount.VATExempt, g.VAT == amount.VATOutside:
		to.VATRates = []commerceml.Tax{{Name: "НДС", Rate: "Без НДС"}}
	case g.VAT != amount.VATUnset:
		to.VATRates = []commerceml.Tax{{Name: "НДС", Rate: fmt.Sprint(g.VAT.Percent())}}
	}
	trait := func(name, value string) {
		if value != "" {
			to.Traits.Set(name, value)
		}
	}
	trait("Категория", strings.Join(g.Category, " / "))
	trait("Модель", g.Model)
	trait("Аналоги", strings.Join(g.Analogues, ", "))
	if g.Marked {
		trait("Маркировка", "true")
	}
	if g.Weight > 0 {
		trait("Вес", amount.Milli(int64(g.Weight)).String())
	}
	for _, name := range slices.Sorted(maps.Keys(g.Attributes)) {
		trait(name, g.Attributes[name])
	}
	x.rec = to
	return nil
}

func (s *Sink) price(r exchange.Record, x *sending) error {
	if r.Gone {
		return refused(order.Textf("the exchange with a shop has no way to take a price away"))
	}
	p, err := exchange.Decode[exchange.Price](r)
	if err != nil {
		return err
	}
	x.id = s.idOf(r, p.SKU)
	kind := cmp.Or(s.set.PriceTypes[p.Type], p.Type)
	if x.id == "" || kind == "" || p.Price.IsUnset() {
		return refused(order.Textf("a price needs an id of goods, a type and a sum"))
	}
	x.head = &commerceml.PriceType{ID: kind, Name: p.Type, Currency: p.Price.Currency()}
	x.rec = &commerceml.Offer{Good: commerceml.Good{ID: x.id}, Prices: []commerceml.Price{{Type: kind, Sum: wire.SumOf(p.Price)}}}
	return nil
}

func (s *Sink) stock(r exchange.Record, x *sending) error {
	var st exchange.Stock
	if r.Gone {
		st.SKU = r.Key
		if i := strings.LastIndexByte(r.Key, '/'); i >= 0 { // as a source of stock by warehouse has it
			st.SKU, st.Warehouse = r.Key[:i], r.Key[i+1:]
		}
	} else {
		var err error
		if st, err = exchange.Decode[exchange.Stock](r); err != nil {
			return err
		}
	}
	if x.id = s.idOf(r, st.SKU); x.id == "" {
		return refused(order.Textf("stock needs an id of goods"))
	}
	if s.levels[x.id] == nil {
		s.levels[x.id] = map[string]wire.Decimal{}
	}
	s.levels[x.id][st.Warehouse] = wire.Decimal(st.Quantity.String())
	return nil
}

// levelsOf is the stock of a good as the shop is told of it.
func (s *Sink) levelsOf(id string) *commerceml.Offer {
	offer := &commerceml.Offer{Good: commerceml.Good{ID: id}}
	for _, w := range slices.Sorted(maps.Keys(s.levels[id])) {
		if n := s.levels[id][w]; w == "" {
			offer.Quantity = n
		} else {
			offer.Stocks = append(offer.Stocks, commerceml.Stock{Warehouse: w, Quantity: n})
		}
	}
	return offer
}

// refusedError is why a record cannot be sent, as a text for people.
type refusedError struct{ why order.Text }

func refused(why order.Text) error { return &refusedError{why} }

// Text returns the error as a text for people.
func (e *refusedError) Text() order.Text { return e.why }

func (e *refusedError) Error() string { return e.why.String() }
