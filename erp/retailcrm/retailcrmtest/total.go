package retailcrmtest

import (
	"encoding/json"
	"math/big"
)

var hundred = big.NewRat(100, 1)

// total computes the sums of an order. The order's own discount is spread over the lines that live, in proportion to
// their sums, to the kopeck; the last of them bears what is left over.
func (s *Server) total(o *order) {
	goods, purchase, spread := new(big.Rat), new(big.Rat), new(big.Rat)
	percent := rat(o.data["discountManualPercent"])
	var living []object
	for _, it := range o.items {
		if !yes(it["isCanceled"]) {
			living = append(living, it)
			goods.Add(goods, mul(ownPrice(it), rat(it["quantity"])))
			purchase.Add(purchase, mul(rat(it["purchasePrice"]), rat(it["quantity"])))
		} else {
			price(it, new(big.Rat))
		}
	}
	amount := rat(o.data["discountManualAmount"])
	for i, it := range living {
		sum := mul(ownPrice(it), rat(it["quantity"]))
		part := new(big.Rat).Sub(amount, spread)
		if i < len(living)-1 && goods.Sign() != 0 {
			part = kopecks(mul(amount, new(big.Rat).Quo(sum, goods)))
		}
		spread.Add(spread, part)
		price(it, part.Add(part, kopecks(mul(mul(rat(it["initialPrice"]), rat(it["quantity"])), new(big.Rat).Quo(percent, hundred)))))
	}
	goods.SetInt64(0)
	for _, it := range living {
		goods.Add(goods, lineSum(it))
	}
	paid := new(big.Rat)
	for _, p := range o.payments {
		if yes(s.books["payment-statuses"].rows[str(p["status"])]["paymentComplete"]) {
			paid.Add(paid, rat(p["amount"]))
		}
	}
	o.data["summ"], o.data["prepaySum"], o.data["purchaseSumm"] = number(goods), number(paid), number(purchase)
	goods.Add(goods, rat(at(o.data, "delivery.cost")))
	o.data["totalSumm"] = number(goods)
	switch full := goods.Sign() > 0 && paid.Cmp(goods) >= 0; {
	case !full:
		delete(o.data, "fullPaidAt")
	case o.data["fullPaidAt"] == nil:
		o.data["fullPaidAt"] = s.stampNow()
	}
}

// ownDiscount is what a unit of a line is given by the line's own discounts.
func ownDiscount(it object) *big.Rat {
	percent := mul(rat(it["initialPrice"]), new(big.Rat).Quo(rat(it["discountManualPercent"]), hundred))
	return percent.Add(percent, rat(it["discountManualAmount"]))
}

func ownPrice(it object) *big.Rat { return new(big.Rat).Sub(rat(it["initialPrice"]), ownDiscount(it)) }

// price writes what a line costs when its units together bear a part of the order's discount. Where the sum cannot be
// the same for each unit, the last unit is a kopeck dearer or cheaper: prices has two rows then.
func price(it object, part *big.Rat) {
	n := rat(it["quantity"])
	own, each := ownDiscount(it), new(big.Rat)
	if n.Sign() > 0 {
		each = kopecks(new(big.Rat).Quo(part, n))
	}
	unit := new(big.Rat).Sub(rat(it["initialPrice"]), own)
	sum := new(big.Rat).Sub(mul(unit, n), part)
	unit.Sub(unit, each)
	left := new(big.Rat).Sub(sum, mul(unit, n))
	prices := []any{object{"price": number(unit), "quantity": it["quantity"]}}
	if one := big.NewRat(1, 1); left.Sign() != 0 && n.Cmp(one) > 0 {
		prices = []any{
			object{"price": number(unit), "quantity": number(new(big.Rat).Sub(n, one))},
			object{"price": number(left.Add(left, unit)), "quantity": json.Number("1")},
		}
	}
	discounts := []any{}
	if own.Sign() != 0 {
		discounts = append(discounts, object{"type": "manual_product", "amount": number(own)})
	}
	if each.Sign() != 0 {
		discounts = append(discounts, object{"type": "manual_order", "amount": number(each)})
	}
	it["discountTotal"], it["prices"], it["discounts"] = number(new(big.Rat).Add(own, each)), prices, discounts
}

// lineSum is what a line costs.
func lineSum(it object) *big.Rat {
	sum := new(big.Rat)
	prices, _ := it["prices"].([]any)
	for _, p := range prices {
		sum.Add(sum, mul(rat(at(p.(object), "price")), rat(at(p.(object), "quantity"))))
	}
	return sum
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// kopecks cuts a sum to whole kopecks.
func kopecks(r *big.Rat) *big.Rat {
	cents := mul(r, hundred)
	return new(big.Rat).SetFrac(new(big.Int).Quo(cents.Num(), cents.Denom()), big.NewInt(100))
}

// customer is the buyer as an order tells him, from what is written of him.
func (s *Server) customer(given, of object, site string) object {
	c := object{
		"type": "customer", "id": 900 + s.next("customer"), "isContact": false, "createdAt": s.stampNow(), "vip": false, "bad": false, "site": site,
		"contragent": object{"contragentType": "individual"}, "tags": []any{}, "marginSumm": 0, "totalSumm": 0, "averageSumm": 0, "ordersCount": 1,
		"costSumm": 0, "customFields": []any{}, "personalDiscount": 0, "cumulativeDiscount": 0, "segments": []any{},
	}
	for _, name := range []string{"firstName", "lastName", "patronymic", "email"} {
		if of[name] != nil {
			c[name] = of[name]
		}
	}
	if of["phone"] != nil {
		c["phones"] = []any{object{"number": of["phone"]}}
	}
	merge(c, given)
	return clone(c)
}
