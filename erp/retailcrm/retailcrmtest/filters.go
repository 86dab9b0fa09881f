package retailcrmtest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filters are the conditions of a list: values by name. A value of one of the account's own fields is named
// customFields.<code>.
type filters map[string][]string

func (f filters) get(name string) string {
	if len(f[name]) == 0 {
		return ""
	}
	return f[name][0]
}

// filterName reads filter[name], filter[name][], filter[name][0], filter[customFields][code].
var filterName = regexp.MustCompile(`^filter\[(\w+)\](?:\[([\w-]*)\])?(?:\[\d*\])?$`)

// filters reads the conditions of a list and refuses those that the call does not know, and values that are not valid.
func (c *call) filters(known ...string) (filters, *refusal) {
	f := filters{}
	refuse := func(name, why string) *refusal {
		return &refusal{400, "Errors in the input parameters", object{"children[" + name + "]": why}}
	}
	for key, values := range c.r.URL.Query() {
		if slices.Contains([]string{"apiKey", "limit", "page"}, key) {
			continue
		}
		m := filterName.FindStringSubmatch(key)
		if m == nil {
			return nil, refuse(key, "This form should not contain extra fields.")
		}
		name := m[1]
		if !slices.Contains(known, name) {
			return nil, refuse(name, "This form should not contain extra fields.")
		}
		for _, v := range values {
			if !valid(name, v) {
				return nil, refuse(name, "This value is not valid.")
			}
		}
		if name == "customFields" {
			name += "." + m[2]
		}
		f[name] = append(f[name], values...)
	}
	return f, nil
}

// valid checks a value by the kind that the name of its filter tells.
func valid(name, v string) bool {
	_, number := strconv.ParseFloat(v, 64)
	dated := func(layouts ...string) bool {
		return slices.ContainsFunc(layouts, func(l string) bool { _, err := time.Parse(l, v); return err == nil })
	}
	switch {
	case slices.Contains([]string{"ids", "managers", "customerId", "orderId", "sinceId", "itemId"}, name):
		_, err := strconv.ParseInt(v, 10, 64)
		return err == nil
	case strings.HasPrefix(name, "min"), strings.HasPrefix(name, "max"):
		return number == nil
	case slices.Contains([]string{"shipped", "call", "expired", "vip", "bad", "inFilter"}, name):
		return slices.Contains([]string{"0", "1", "true", "false"}, v)
	case strings.HasPrefix(name, "deliveryTime"):
		return dated("15:04", "15:04:05")
	case strings.HasSuffix(name, "From"), strings.HasSuffix(name, "To"), name == "startDate", name == "endDate":
		return dated(dateTime, time.DateOnly)
	}
	return true
}

// test reports whether an order passes a condition.
type test func(s *Server, o *order, values []string) bool

// field looks at one path of an order's document.
func field(path string, passes func(have, want string) bool) test {
	return func(_ *Server, o *order, values []string) bool {
		have := str(at(o.data, path))
		return slices.ContainsFunc(values, func(want string) bool { return passes(have, want) })
	}
}

func equal(have, want string) bool { return have == want }

func holds(have, want string) bool {
	return strings.Contains(strings.ToLower(have), strings.ToLower(want))
}

func flagged(have, want string) bool { return yes(have) == yes(want) }

func from(have, want string) bool { return have != "" && have >= want }

// to takes a day as the whole of it.
func to(have, want string) bool { return have != "" && have[:min(len(have), len(want))] <= want }

func least(have, want string) bool { return rat(have).Cmp(rat(want)) >= 0 }

func most(have, want string) bool { return rat(have).Cmp(rat(want)) <= 0 }

// payment looks at all payments of an order: one is enough.
func ofPayments(name string, passes func(have, want string) bool) test {
	return func(_ *Server, o *order, values []string) bool {
		return slices.ContainsFunc(o.payments, func(p object) bool {
			return slices.ContainsFunc(values, func(want string) bool { return passes(str(p[name]), want) })
		})
	}
}

// orderTests are the filters of the list of orders.
var orderTests = map[string]test{
	"ids": func(_ *Server, o *order, values []string) bool {
		return slices.Contains(values, strconv.FormatInt(o.id, 10))
	},
	"externalIds": func(_ *Server, o *order, values []string) bool { return slices.Contains(values, o.externalID) },
	"sites":       func(_ *Server, o *order, values []string) bool { return slices.Contains(values, o.site) },
	"extendedStatus": func(s *Server, o *order, values []string) bool {
		status := str(o.data["status"])
		return slices.Contains(values, status) || slices.Contains(values, str(s.books["statuses"].rows[status]["group"]))
	},
	"customer": func(_ *Server, o *order, values []string) bool {
		var who []string
		for _, name := range []string{"lastName", "firstName", "patronymic", "phone", "additionalPhone", "email"} {
			who = append(who, str(o.data[name]))
		}
		return holds(strings.Join(who, " "), values[0])
	},
	"product": func(_ *Server, o *order, values []string) bool {
		return slices.ContainsFunc(o.items, func(it object) bool {
			return holds(str(it["productName"])+" "+str(at(it, "offer.name"))+" "+str(at(it, "offer.article")), values[0])
		})
	},
	"deliveryStates": func(_ *Server, o *order, values []string) bool {
		state := str(at(o.data, "delivery.data.state"))
		if state == "" {
			state = "none"
		}
		return slices.Contains(values, state)
	},
	"numbers": field("number", equal), "customerId": field("customer.id", equal), "customerExternalId": field("customer.externalId", equal),
	"customerType": field("customer.type", equal), "companyName": field("company.name", holds), "vip": field("customer.vip", flagged),
	"bad": field("customer.bad", flagged), "email": field("email", equal), "countries": field("countryIso", equal),
	"city": field("delivery.address.city", holds), "region": field("delivery.address.region", holds), "index": field("delivery.address.index", equal),
	"metro": field("delivery.address.metro", holds), "orderMethods": field("orderMethod", equal), "orderTypes": field("orderType", equal),
	"deliveryTypes": field("delivery.code", equal), "deliveryServices": field("delivery.service.code", equal),
	"deliveryTimeFrom": field("delivery.time.from", from), "deliveryTimeTo": field("delivery.time.to", to),
	"deliveryDateFrom": field("delivery.date", from), "deliveryDateTo": field("delivery.date", to),
	"minDeliveryCost": field("delivery.cost", least), "maxDeliveryCost": field("delivery.cost", most),
	"minDeliveryNetCost": field("delivery.netCost", least), "maxDeliveryNetCost": field("delivery.netCost", most),
	"trackNumber": field("delivery.data.trackNumber", equal), "deliveryExternalId": field("delivery.data.externalId", equal),
	"minPrice": field("totalSumm", least), "maxPrice": field("totalSumm", most), "minPrepaySumm": field("prepaySum", least),
	"maxPrepaySumm": field("prepaySum", most), "minPurchaseSumm": field("purchaseSumm", least), "maxPurchaseSumm": field("purchaseSumm", most),
	"createdAtFrom": field("createdAt", from), "createdAtTo": field("createdAt", to), "fullPaidAtFrom": field("fullPaidAt", from),
	"fullPaidAtTo": field("fullPaidAt", to), "statusUpdatedAtFrom": field("statusUpdatedAt", from), "statusUpdatedAtTo": field("statusUpdatedAt", to),
	"shipmentDateFrom": field("shipmentDate", from), "shipmentDateTo": field("shipmentDate", to), "shipmentStores": field("shipmentStore", equal),
	"shipped": field("shipped", flagged), "call": field("call", flagged), "expired": field("expired", flagged), "managers": field("managerId", equal),
	"managerComment": field("managerComment", holds), "customerComment": field("customerComment", holds),
	"contragentTypes": field("contragent.contragentType", equal), "contragentName": field("contragent.legalName", holds),
	"contragentInn": field("contragent.INN", equal), "contragentKpp": field("contragent.KPP", equal), "contragentBik": field("contragent.BIK", equal),
	"contragentCorrAccount": field("contragent.corrAccount", equal), "contragentBankAccount": field("contragent.bankAccount", equal),
	"sourceName": field("source.source", equal), "mediumName": field("source.medium", equal), "campaignName": field("source.campaign", equal),
	"keywordName": field("source.keyword", equal), "adContentName": field("source.content", equal),
	"paymentTypes": ofPayments("type", equal), "paymentStatuses": ofPayments("status", equal),
	"paidAtFrom": ofPayments("paidAt", from), "paidAtTo": ofPayments("paidAt", to),
	"customFields": nil, // by code, see passesAll
}

// passesAll reports whether an order passes all conditions.
func (s *Server) passesAll(o *order, f filters) bool {
	for name, values := range f {
		if code, own := strings.CutPrefix(name, "customFields."); own {
			have := custom(o.data)[code]
			if list, many := have.([]any); many {
				have = nil
				for _, one := range list {
					if slices.Contains(values, str(one)) {
						have = one
					}
				}
			}
			if flag, is := have.(bool); is || (have == nil && slices.Contains([]string{"0", "false"}, values[0])) {
				if flag != yes(values[0]) {
					return false
				}
			} else if !slices.Contains(values, str(have)) {
				return false
			}
		} else if !orderTests[name](s, o, values) {
			return false
		}
	}
	return true
}
