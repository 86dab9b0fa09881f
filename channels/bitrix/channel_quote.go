package bitrix

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Quote prices an order by the shop's own method (Settings.QuoteMethod): with its discounts, rules of the basket, promo
// codes and stock as they are now. Discounts are adjustments where they spread over all goods as the shop has it, else
// they are in the lines' prices; an adjustment for a promo code is there in any case.
//
// A shop without that method prices by its catalogue and its stores: without discounts, and a promo code is an error of
// class Unsupported, as the vendor's REST has neither. While the shop cannot be asked the error is of class Retry.
func (ch *Channel) Quote(ctx context.Context, q channels.PriceQuery) (channels.Quote, error) {
	out, err := ch.quote(ctx, q)
	var e *ordo.Error
	if errors.As(err, &e) && (e.Class == ordo.InDoubt || e.Class == ordo.RateLimited) {
		err = ch.client.fail(e.Op, ordo.Retry, "the shop cannot be asked", err) // a question changes nothing
	}
	return out, err
}

func (ch *Channel) quote(ctx context.Context, q channels.PriceQuery) (channels.Quote, error) {
	id, err := strconv.ParseInt(q.Order.Ref.ID, 10, 64)
	if err != nil || id <= 0 {
		return channels.Quote{}, ch.client.fail("quote", ordo.Invalid, fmt.Sprintf("%.60q is no number of an order of the shop", q.Order.Ref.ID), nil)
	}
	o, err := ch.client.GetOrder(ctx, id)
	if err != nil {
		return channels.Quote{}, err
	}
	x := &quoting{ch: ch, q: q, o: o, currency: cmp.Or(o.Currency, q.Order.Total.Currency())}
	if err := x.items(ctx); err != nil {
		return channels.Quote{}, err
	}
	if ch.set.QuoteMethod != "" {
		out, err := x.byMethod(ctx)
		if !bxrest.HasCode(err, bxrest.CodeNoMethod) {
			return out, err
		}
	}
	return x.byCatalogue(ctx)
}

// quoting is a question on its way to an answer.
type quoting struct {
	ch       *Channel
	q        channels.PriceQuery
	o        *Order
	currency string
	asked    []QuoteItem
	lines    []order.Line // as they are asked about, with the kinds that they have
	fixed    []order.Line // what is no goods: it keeps its price
}

// items are the goods that are asked about. Services and additional sales that are no goods of the shop keep the price
// that they have.
func (x *quoting) items(ctx context.Context) error {
	byLine := map[string]BasketItem{}
	for _, b := range x.o.BasketItems {
		if !b.isPart() {
			byLine[lineOf(b)] = b
		}
	}
	var articles []string
	add := func(l order.Line) {
		q, asked := x.q.Quantities[l.ID]
		if !asked {
			return
		}
		if l.Kind != order.LineGoods && l.Kind != "" && byLine[l.ID].ProductID == 0 {
			if l.Kind != order.LineDelivery {
				x.fixed = append(x.fixed, l)
			}
			return
		}
		x.lines = append(x.lines, order.Line{ID: l.ID, Kind: l.Kind, SKU: l.SKU, Name: l.Name, Step: l.Step, Quantity: q})
		x.asked = append(x.asked, QuoteItem{Key: l.ID, ProductID: byLine[l.ID].ProductID, Article: l.SKU, Quantity: wire.Decimal(q.String())})
		if byLine[l.ID].ProductID == 0 {
			articles = append(articles, l.SKU)
		}
	}
	for _, l := range x.q.Order.Lines {
		add(order.Line{ID: l.ID, Kind: l.Kind, SKU: l.SKU, Name: l.Name, Step: l.Step, Quantity: l.Living, Total: l.Gross})
	}
	for _, l := range x.q.Add {
		add(l)
	}
	if x.ch.set.QuoteMethod != "" && len(x.ch.set.Catalogues) == 0 { // the shop's method goes by the article
		return nil
	}
	found, err := x.ch.productsOf(ctx, x.o, articles)
	for i, a := range x.asked {
		if a.ProductID == 0 {
			x.asked[i].ProductID = found[a.Article]
		}
	}
	return err
}

// byMethod asks the shop's own method.
func (x *quoting) byMethod(ctx context.Context) (channels.Quote, error) {
	r := QuoteRequest{
		OrderID: x.o.ID, SiteID: x.o.LID, UserID: x.o.UserID, PersonTypeID: x.o.PersonTypeID, Currency: x.currency, Coupons: []string{}, Items: x.asked,
	}
	if x.q.Promo != "" {
		r.Coupons = append(r.Coupons, x.q.Promo)
	}
	if s := x.o.shipment(); s != nil {
		r.DeliveryID = s.DeliveryID
	}
	got, err := x.ch.client.GetQuote(ctx, x.ch.set.QuoteMethod, r)
	if err != nil {
		return channels.Quote{}, err
	}
	out, err := x.read(got)
	if err == nil {
		err = got.Problem
	}
	if err != nil {
		return channels.Quote{}, x.ch.client.fail(x.ch.set.QuoteMethod, ordo.Invalid, "the shop's answer cannot be taken", err)
	}
	return out, nil
}

// read makes a quote of the shop's answer.
func (x *quoting) read(got *Quote) (channels.Quote, error) {
	out := channels.Quote{Available: map[string]amount.Quantity{}}
	if got.Currency != "" && got.Currency != x.currency {
		return out, fmt.Errorf("its currency is %s, that of the order %s", got.Currency, x.currency)
	}
	final := make([]amount.Money, len(x.lines))
	for i, l := range x.lines {
		k := slices.IndexFunc(got.Items, func(y QuotedItem) bool { return y.Key == l.ID })
		if k < 0 {
			return out, fmt.Errorf("line %s has no price in it", l.ID)
		}
		y := got.Items[k]
		var err error
		if final[i], err = cost(y.Price, l.Quantity, x.currency, nil); err == nil {
			x.lines[i].Total, err = cost(cmp.Or(y.CatalogPrice, y.Price), l.Quantity, x.currency, nil)
		}
		if err != nil {
			return out, fmt.Errorf("line %s: %w", l.ID, err)
		}
		if err := x.available(out.Available, l.ID, y); err != nil {
			return out, err
		}
	}
	var err error
	if out.Promo, err = x.promo(got.Coupons); err != nil {
		return out, err
	}
	adjustments, err := x.adjustments(got.Discounts)
	if err != nil {
		return out, err
	}
	out.Prices, out.Adjustments = x.prices(final, adjustments, out.Promo)
	return out, x.delivery(got, &out)
}

// available says how many units of a line there are. What cannot be bought now although there is enough in stock is not
// available.
func (x *quoting) available(all map[string]amount.Quantity, line string, y QuotedItem) error {
	never := y.CanBuy != nil && !*y.CanBuy
	if y.Available == "" {
		if never {
			all[line] = amount.Quantity{}
		}
		return nil
	}
	q, err := amount.ParseQuantity(string(y.Available))
	if err != nil {
		return fmt.Errorf("line %s: %w", line, err)
	}
	if wanted, err := amount.ParseQuantity(string(y.Quantity)); q.Sign() < 0 || never && (err != nil || q.Cmp(wanted) >= 0) {
		q = amount.Quantity{} // books may show less than none
	}
	all[line] = q
	return nil
}

// promo is what became of the promo code.
func (x *quoting) promo(all []QuoteCoupon) (channels.PromoAnswer, error) {
	if x.q.Promo == "" {
		return channels.PromoNone, nil
	}
	had := slices.ContainsFunc(x.q.Order.Adjustments, func(a order.Adjustment) bool {
		return a.Kind == order.AdjustPromo && strings.EqualFold(a.Code, x.q.Promo)
	})
	for _, c := range all {
		if !strings.EqualFold(c.Coupon, x.q.Promo) {
			continue
		}
		switch c.Status {
		case CouponApplied:
			return channels.PromoValid, nil
		case CouponNotFound:
			return channels.PromoUnknown, nil
		case CouponExpired, CouponInactive:
			return channels.PromoExpired, nil
		case CouponNotApplied:
			if had {
				return channels.PromoConditionsLost, nil
			}
			return channels.PromoConditionsNotMet, nil
		}
		return "", fmt.Errorf("the state %.40q of the promo code is not known: known are applied, not_found, expired, inactive and not_applied", c.Status)
	}
	return channels.PromoUnknown, nil
}

// adjustments are the rules of the basket.
func (x *quoting) adjustments(all []QuoteDiscount) (out []order.Adjustment, err error) {
	for _, d := range all {
		a := order.Adjustment{Kind: order.AdjustDiscount, Name: cmp.Or(d.Name, "Скидка")}
		if a.Amount, err = cost(cmp.Or(d.Sum, "0"), amount.Pcs(1), x.currency, nil); err != nil {
			return nil, fmt.Errorf("discount %d: %w", d.ID, err)
		}
		switch d.On {
		case OnDelivery:
			a.On = order.OnDelivery
		case OnBasket, "":
		default:
			return nil, fmt.Errorf("discount %d is on %.40q: known are basket and delivery", d.ID, d.On)
		}
		if a.Amount.Sign() < 0 {
			return nil, fmt.Errorf("discount %d takes off %s", d.ID, a.Amount)
		}
		if d.Coupon != "" {
			a.Kind, a.Code = order.AdjustPromo, d.Coupon
			if strings.EqualFold(d.Coupon, x.q.Promo) {
				a.Code = x.q.Promo
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// prices are what the lines cost before the adjustments, such that they cost what the shop says after them. Where the
// shop takes a discount off some of the goods only, that is in their prices, and the adjustment of a promo code keeps
// its name with a sum of 0.
func (x *quoting) prices(final []amount.Money, adjustments []order.Adjustment, promo channels.PromoAnswer) ([]order.NewPrice, []order.Adjustment) {
	lines := slices.Clone(x.lines)
	onGoods := slices.DeleteFunc(slices.Clone(adjustments), func(a order.Adjustment) bool { return a.On == order.OnDelivery })
	if !fit(x.currency, slices.Concat(lines, x.fixed), onGoods, append(slices.Clone(final), totals(x.fixed)...)) || !fit(x.currency, lines, onGoods, final) {
		zero, _ := amount.NewMoney(0, x.currency)
		for i := range lines {
			lines[i].Total = final[i]
		}
		adjustments = slices.DeleteFunc(slices.Clone(adjustments), func(a order.Adjustment) bool {
			return a.On != order.OnDelivery && a.Kind != order.AdjustPromo
		})
		for i := range adjustments {
			if adjustments[i].On != order.OnDelivery {
				adjustments[i].Amount = zero
			}
		}
	}
	if has := slices.ContainsFunc(adjustments, func(a order.Adjustment) bool { return a.Kind == order.AdjustPromo && a.Code == x.q.Promo }); promo == channels.PromoValid && !has {
		zero, _ := amount.NewMoney(0, x.currency)
		adjustments = append(adjustments, order.Adjustment{Kind: order.AdjustPromo, Code: x.q.Promo, Name: "Промокод", Amount: zero})
	}
	var out []order.NewPrice
	for _, l := range lines {
		out = append(out, order.NewPrice{Line: l.ID, Total: l.Total})
	}
	return out, adjustments
}

func totals(lines []order.Line) (all []amount.Money) {
	for _, l := range lines {
		all = append(all, l.Total)
	}
	return all
}

// delivery is what the delivery costs now, if the order has a line for it. The price is that after discounts; those on
// it are no adjustments of their own then, or they would be taken off twice.
func (x *quoting) delivery(got *Quote, out *channels.Quote) error {
	out.Adjustments = slices.DeleteFunc(out.Adjustments, func(a order.Adjustment) bool {
		return a.On == order.OnDelivery && a.Kind != order.AdjustPromo
	})
	for i := range out.Adjustments {
		if out.Adjustments[i].On == order.OnDelivery {
			zero, err := amount.NewMoney(0, x.currency)
			if err != nil {
				return err
			}
			out.Adjustments[i].Amount = zero
		}
	}
	if got.Delivery == nil || got.Delivery.Price == "" {
		return nil
	}
	price, err := cost(got.Delivery.Price, amount.Pcs(1), x.currency, nil)
	if err != nil || price.Sign() < 0 {
		return cmp.Or(err, fmt.Errorf("the delivery costs %s", price))
	}
	for _, l := range x.q.Order.Lines {
		if _, asked := x.q.Quantities[l.ID]; asked && l.Kind == order.LineDelivery {
			out.Prices = append(out.Prices, order.NewPrice{Line: l.ID, Total: price})
		}
	}
	return nil
}

// byCatalogue prices by the catalogue and the stores.
func (x *quoting) byCatalogue(ctx context.Context) (channels.Quote, error) {
	out := channels.Quote{Available: map[string]amount.Quantity{}}
	if x.q.Promo != "" {
		return out, x.ch.client.fail("quote", ordo.Unsupported,
			"promo code "+x.q.Promo+": the shop's REST has no promo codes; publish the method Settings.QuoteMethod there", nil)
	}
	var ids []int64
	for _, a := range x.asked {
		if a.ProductID == 0 {
			return out, x.ch.client.fail("catalog.product.list", ordo.Invalid,
				fmt.Sprintf("line %s: the shop has no goods with the article %s, or Settings.Catalogues does not say where", a.Key, a.Article), nil)
		}
		if !slices.Contains(ids, a.ProductID) {
			ids = append(ids, a.ProductID)
		}
	}
	prices := map[int64][]Price{}
	for p, err := range x.ch.client.ListPrices(ctx, x.ch.set.PriceType, ids...) {
		if err == nil {
			err = p.Problem
		}
		if err != nil {
			return out, err
		}
		prices[p.ProductID] = append(prices[p.ProductID], p)
	}
	stock := map[int64]int64{}
	for s, err := range x.ch.client.ListStoreProducts(ctx, ids...) {
		if err == nil {
			err = s.Problem
		}
		if err != nil {
			return out, err
		}
		stock[s.ProductID] += max(milli(s.Amount)-milli(s.Reserved), 0)
	}
	for i, a := range x.asked {
		l := x.lines[i]
		p, is := priceFor(prices[a.ProductID], l.Quantity, x.currency)
		if !is {
			return out, x.ch.client.fail("catalog.price.list", ordo.Invalid,
				fmt.Sprintf("line %s: %s has no price of type %d in %s", a.Key, a.Article, x.ch.set.PriceType, x.currency), nil)
		}
		total, err := cost(p, l.Quantity, x.currency, nil)
		if err != nil {
			return out, x.ch.client.fail("catalog.price.list", ordo.Invalid, "line "+a.Key, err)
		}
		out.Prices = append(out.Prices, order.NewPrice{Line: l.ID, Total: total})
		out.Available[l.ID] = amount.Milli(stock[a.ProductID] + x.has(l.ID))
	}
	return out, nil
}

// has is what the order has of a line already, which the stores count as reserved for it.
func (x *quoting) has(line string) int64 {
	for _, l := range x.q.Order.Lines {
		if l.ID != line {
			continue
		}
		var n int64
		for _, p := range l.Portions {
			if p.State != status.ItemCancelled && p.Block == 0 {
				n += p.To.Milli() - p.From.Milli()
			}
		}
		return n
	}
	return 0
}

// priceFor is the price for a quantity: some goods cost less by the dozen.
func priceFor(all []Price, q amount.Quantity, currency string) (wire.Decimal, bool) {
	for _, p := range all {
		from, to := milli(p.QuantityFrom), milli(p.QuantityTo)
		fits := p.Currency == currency && q.Milli() >= from && (to == 0 || q.Milli() <= to)
		if fits && !p.Price.IsZero() {
			return p.Price.Decimal, true
		}
	}
	return "", false
}
