package bitrix

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// SinkSettings say how goods, prices and stock come into a shop.
type SinkSettings struct {
	// Catalogue is the Ид of the catalogue, by which the shop knows the information block; "ordo" if it is empty.
	Catalogue string
	// PriceTypes are the Ид of types of prices, by the type that exchange.Price has. What is not in it has the type as its
	// Ид. The shop says which one its base price is.
	PriceTypes map[string]string
	// Warehouses are the Ид (XML_ID) of stores of the shop, by the code of a warehouse. What is not in it has the code as
	// its Ид.
	Warehouses map[string]string
}

// Sink takes goods, prices and stock into a shop, as 1C does: by files of changes, in which what is not mentioned stays
// as it is. It is safe for concurrent use.
//
// A thing is named by its id in 1C where it comes from there, so that the shop knows it as that of its own exchange with
// 1C, else by its article. The shop does not say what of a file was new to it: what a sink has sent since it was made is
// not sent again.
type Sink struct {
	client *exchange1c.Client
	set    SinkSettings

	mu     sync.Mutex
	sent   map[string][sha256.Size]byte // by kind and key
	places map[string]place             // of stock, by key: a record that is gone does not say it
}

// place is where stock is.
type place struct{ id, sku, warehouse string }

var _ exchange.Sink = (*Sink)(nil)

// NewSink returns the sink of a shop.
func NewSink(c *exchange1c.Client, s SinkSettings) *Sink {
	s.Catalogue = cmp.Or(s.Catalogue, "ordo")
	return &Sink{client: c, set: s, sent: map[string][sha256.Size]byte{}, places: map[string]place{}}
}

// System returns "bitrix".
func (s *Sink) System() string { return Name }

// NameAccount names the account in errors and logs; bridge.New calls it.
func (s *Sink) NameAccount(name string) error { return s.client.NameAccount(name) }

// Can reports whether a kind is goods, prices or stock.
func (s *Sink) Can(kind exchange.Kind) bool {
	return kind == exchange.Goods || kind == exchange.Prices || kind == exchange.Stocks
}

// Keep sends records in one file.
func (s *Sink) Keep(ctx context.Context, kind exchange.Kind, records []exchange.Record) iter.Seq2[exchange.Kept, error] {
	return func(yield func(exchange.Kept, error) bool) {
		if !s.Can(kind) {
			yield(exchange.Kept{}, &ordo.Error{System: Name, Op: "catalog/import", Class: ordo.Unsupported, Text: fmt.Sprintf("the exchange takes no %s: it takes goods, prices and stocks", kind)})
			return
		}
		f := &sinkFile{sink: s, set: s.set, offers: map[string]*commerceml.Offer{}}
		kept := make([]exchange.Kept, len(records))
		for i, r := range records {
			kept[i] = exchange.Kept{Key: r.Key}
			sum := sha256.Sum256(append([]byte(r.Ref.ID+"\x00"+fmt.Sprint(r.Gone)+"\x00"), r.Data...))
			if s.isSent(kind, r.Key, sum) {
				continue
			}
			if kept[i].Problem = f.add(kind, r); kept[i].Problem == nil {
				kept[i].Changed = true
				f.done = append(f.done, func() { s.keep(kind, r.Key, sum) })
			}
		}
		if len(f.done) > 0 {
			if err := s.send(ctx, kind, f); err != nil {
				yield(exchange.Kept{}, err)
				return
			}
		}
		for _, k := range kept {
			if !yield(k, nil) {
				return
			}
		}
	}
}

func (s *Sink) isSent(kind exchange.Kind, key string, sum [sha256.Size]byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	had, is := s.sent[string(kind)+"\x00"+key]
	return is && had == sum
}

func (s *Sink) keep(kind exchange.Kind, key string, sum [sha256.Size]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent[string(kind)+"\x00"+key] = sum
}

// send has the shop import a file.
func (s *Sink) send(ctx context.Context, kind exchange.Kind, f *sinkFile) error {
	name := "offers0_1.xml"
	if kind == exchange.Goods {
		name = "import0_1.xml"
	}
	if _, err := s.client.Send(ctx, "catalog", exchange1c.Written(name, commerceml.File{Version: "2.07"}, slices.Values(f.records(kind)))); err != nil {
		return err
	}
	for _, done := range f.done {
		done()
	}
	return nil
}

// sinkFile is a file that is made.
type sinkFile struct {
	sink   *Sink
	set    SinkSettings
	goods  []commerceml.Record
	offers map[string]*commerceml.Offer
	order  []string // of offers
	types  map[string]string
	stores map[string]string
	done   []func()
}

// records are those of the file, with what they name before them.
func (f *sinkFile) records(kind exchange.Kind) (all []commerceml.Record) {
	if kind == exchange.Goods {
		all = append(all, &commerceml.Catalog{Changes: commerceml.Yes, ID: f.set.Catalogue, ClassifierID: f.set.Catalogue, Name: "Каталог товаров"})
		return append(all, f.goods...)
	}
	all = append(all, &commerceml.Package{
		Changes: commerceml.Yes, ID: f.set.Catalogue + "#", Name: "Пакет предложений", CatalogID: f.set.Catalogue, ClassifierID: f.set.Catalogue,
	})
	for _, id := range sorted(f.types) {
		all = append(all, &commerceml.PriceType{ID: id, Name: id, Currency: f.types[id]})
	}
	for _, id := range sorted(f.stores) {
		all = append(all, &commerceml.Warehouse{ID: id, Name: f.stores[id]})
	}
	for _, id := range f.order {
		all = append(all, f.offers[id])
	}
	return all
}

func sorted(m map[string]string) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// add puts a record into the file.
func (f *sinkFile) add(kind exchange.Kind, r exchange.Record) error {
	if r.Problem != nil {
		return r.Problem
	}
	switch kind { //nolint:exhaustive // others are refused before
	case exchange.Goods:
		return f.addGood(r)
	case exchange.Prices:
		return f.addPrice(r)
	}
	return f.addStock(r)
}

// idOf is the Ид of a good. That of a variant, whose article has its name behind "#", is the good's with the same behind
// it: which id the variant has in 1C is not told.
func idOf(r exchange.Record, sku string) string {
	if r.Ref.System != commerceml.System || r.Ref.ID == "" {
		return sku
	}
	_, variant, _ := strings.Cut(sku, "#")
	if variant == "" || strings.Contains(r.Ref.ID, "#") {
		return r.Ref.ID
	}
	return r.Ref.ID + "#" + variant
}

func (f *sinkFile) addGood(r exchange.Record) error {
	if r.Gone {
		f.goods = append(f.goods, &commerceml.Good{ID: idOf(r, r.Key), Status: commerceml.GoodDeleted, Deleted: commerceml.Yes, Name: r.Key})
		return nil
	}
	g, err := exchange.Decode[exchange.Good](r)
	if err != nil {
		return err
	}
	if g.SKU == "" || g.Name == "" {
		return errors.New("goods need an article and a name")
	}
	x := &commerceml.Good{
		ID: idOf(r, g.SKU), Article: g.SKU, Name: g.Name, Barcode: g.GTIN, Description: g.Description, Brand: g.Brand, Country: g.Country,
	}
	if g.Hidden {
		x.Status, x.Deleted = commerceml.GoodDeleted, commerceml.Yes
	}
	if g.VAT != amount.VATUnset {
		x.VATRates = []commerceml.Tax{{Name: "НДС", Rate: vatText(g.VAT)}}
	}
	f.goods = append(f.goods, x)
	return nil
}

// vatText is a rate as 1C writes it.
func vatText(v amount.VAT) string {
	switch v { //nolint:exhaustive // the others are rates
	case amount.VATNone, amount.VATExempt, amount.VATOutside:
		return "Без НДС"
	}
	return strings.TrimSuffix(v.String(), "%")
}

// offer is the offer for a good.
func (f *sinkFile) offer(id string) *commerceml.Offer {
	if f.offers[id] == nil {
		o := &commerceml.Offer{}
		o.ID = id
		f.offers[id], f.order = o, append(f.order, id)
	}
	return f.offers[id]
}

func (f *sinkFile) addPrice(r exchange.Record) error {
	if r.Gone {
		return errors.New("the exchange takes no price away: set the good's price in the shop")
	}
	p, err := exchange.Decode[exchange.Price](r)
	if err != nil {
		return err
	}
	if p.SKU == "" || p.Type == "" || p.Price.IsUnset() || p.Price.Sign() < 0 {
		return errors.New("a price needs an article, a type and a sum that is not negative")
	}
	id := cmp.Or(f.set.PriceTypes[p.Type], p.Type)
	if f.types == nil {
		f.types = map[string]string{}
	}
	f.types[id] = p.Price.Currency()
	o := f.offer(idOf(r, p.SKU))
	o.Article = p.SKU
	o.Prices = append(o.Prices, commerceml.Price{Type: id, Sum: wire.SumOf(p.Price)})
	return nil
}

func (f *sinkFile) addStock(r exchange.Record) error {
	var at place
	var q amount.Quantity
	if r.Gone {
		known := false
		if at, known = f.sink.placeOf(r.Key); !known {
			return errors.New("what stock is gone is not told, as its record has no place: send one with the quantity 0")
		}
	} else {
		s, err := exchange.Decode[exchange.Stock](r)
		if err != nil {
			return err
		}
		if s.SKU == "" {
			return errors.New("stock needs an article")
		}
		at, q = place{idOf(r, s.SKU), s.SKU, s.Warehouse}, s.Quantity
		f.done = append(f.done, func() { f.sink.keepPlace(r.Key, at) })
	}
	if q.Sign() < 0 { // books may show less than none: the shop has none to sell
		q = amount.Quantity{}
	}
	o := f.offer(at.id)
	o.Article = at.sku
	if at.warehouse == "" {
		o.Quantity = wire.Decimal(q.String())
		return nil
	}
	id := cmp.Or(f.set.Warehouses[at.warehouse], at.warehouse)
	if f.stores == nil {
		f.stores = map[string]string{}
	}
	f.stores[id] = at.warehouse
	o.Stocks = append(o.Stocks, commerceml.Stock{Warehouse: id, Quantity: wire.Decimal(q.String())})
	return nil
}

func (s *Sink) placeOf(key string) (place, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, known := s.places[key]
	return p, known
}

func (s *Sink) keepPlace(key string, p place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.places[key] = p
}
