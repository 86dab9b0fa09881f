package retailcrmtest

import (
	"maps"
	"slices"
	"strconv"
)

func readOrder(c *call) (int, object, *refusal) {
	return 200, object{"order": c.order.render(false)}, nil
}

// place creates an order.
func (c *call) place(data object, site string) (*order, *refusal) {
	externalID := str(data["externalId"])
	for _, o := range c.orders {
		if externalID != "" && o.site == site && o.externalID == externalID {
			return nil, &refusal{400, alreadyExists, nil}
		}
	}
	if refused := refuseData(c.check(data, nil)); refused != nil {
		return nil, refused
	}
	o := &order{id: c.next("order"), site: site, externalID: externalID, data: object{}}
	data = clone(data)
	payments := objects(data["payments"])
	items := objects(data["items"])
	for _, name := range []string{"items", "payments", "externalId", "id"} {
		delete(data, name)
	}
	o.data = object{
		"status": "new", "createdAt": c.stampNow(), "statusUpdatedAt": c.stampNow(), "number": strconv.FormatInt(o.id, 10) + "A",
		"fromApi": true, "shipped": false, "call": false, "expired": false, "currency": "RUB", "customFields": object{}, "countryIso": "RU",
		"privilegeType": "none", "bonusesCreditTotal": 0, "bonusesChargeTotal": 0, "contragent": object{"contragentType": "individual"}, "delivery": object{"cost": 0, "netCost": 0},
	}
	merge(o.data, data)
	c.setItems(o, items)
	for _, p := range payments {
		c.addPayment(o, p)
	}
	given, _ := data["customer"].(object)
	o.data["customer"] = c.customer(given, o.data, site)
	o.data["markDatetime"] = o.data["createdAt"]
	c.total(o)
	c.orders = append(c.orders, o)
	c.created(o, actor{source: "api", key: c.key})
	c.commit()
	return o, nil
}

func createOrder(c *call) (int, object, *refusal) {
	site, refused := c.shop()
	if refused != nil {
		return 0, nil, refused
	}
	o, refused := c.place(c.data, site)
	if refused != nil {
		return 0, nil, refused
	}
	return 201, object{"id": o.id, "order": o.render(true)}, nil
}

func editOrder(c *call) (int, object, *refusal) {
	o := c.order
	if refused := refuseData(c.check(c.data, o)); refused != nil {
		return 0, nil, refused
	}
	c.change(o, c.data, actor{source: "api", key: c.key})
	c.commit()
	return 200, object{"id": o.id, "order": o.render(false)}, nil
}

// uploadMost is how many orders an upload may hold.
const uploadMost = 50

func uploadOrders(c *call) (int, object, *refusal) {
	site, refused := c.shop()
	if refused != nil {
		return 0, nil, refused
	}
	if len(c.all) > uploadMost {
		return 0, nil, entityError([]string{"orders: at most 50 orders."})
	}
	done, failed, texts := []object{}, []object{}, []string{}
	for _, data := range c.all {
		o, refused := c.place(data, site)
		if refused != nil {
			failed = append(failed, object{"externalId": data["externalId"]})
			why := refused.msg
			if refused.errors != nil {
				why = string(raw(refused.errors))
			}
			texts = append(texts, str(data["externalId"])+": "+why)
			continue
		}
		done = append(done, object{"id": o.id, "externalId": o.externalID})
	}
	if len(failed) > 0 {
		return 460, object{"uploadedOrders": done, "failedOrders": failed}, &refusal{460, "Orders are loaded with errors", texts}
	}
	return 201, object{"uploadedOrders": done}, nil
}

func orderStatuses(c *call) (int, object, *refusal) {
	q := c.r.URL.Query()
	rows := []object{}
	for _, o := range c.orders {
		if slices.Contains(q["ids[]"], strconv.FormatInt(o.id, 10)) || (o.externalID != "" && slices.Contains(q["externalIds[]"], o.externalID)) {
			status := str(o.data["status"])
			rows = append(rows, object{
				"id": o.id, "externalId": o.externalID, "status": status, "group": c.books["statuses"].rows[status]["group"],
			})
		}
	}
	return 200, object{"orders": rows}, nil
}

func fixExternalIDs(c *call) (int, object, *refusal) {
	for _, pair := range c.all {
		o, refused := c.find(str(pair["id"]), "id", "")
		if refused != nil {
			return 0, nil, refused
		}
		o.externalID = str(pair["externalId"])
	}
	c.commit()
	return 200, object{}, nil
}

func combineOrders(c *call) (int, object, *refusal) {
	var pair []*order
	for _, field := range []string{"order", "resultOrder"} {
		end, refused := c.entity(field, "id")
		if refused != nil {
			return 0, nil, refused
		}
		o, refused := c.find(str(end["id"]), "id", "")
		if refused != nil {
			return 0, nil, refused
		}
		pair = append(pair, o)
	}
	if how := c.form.Get("technique"); !slices.Contains([]string{"", "ours", "theirs", "summ", "merge"}, how) {
		return 0, nil, entityError(object{"technique": "This value is not valid."})
	}
	c.remove(pair[0], pair[1], actor{source: "api", key: c.key})
	c.commit()
	return 200, object{}, nil
}

// listOrders lists orders, newest first.
func listOrders(c *call) (int, object, *refusal) {
	f, refused := c.filters(slices.Collect(maps.Keys(orderTests))...)
	if refused != nil {
		return 0, nil, refused
	}
	rows := []object{}
	for _, o := range slices.Backward(c.orders) {
		if c.passesAll(o, f) {
			rows = append(rows, o.render(false))
		}
	}
	return c.paged("orders", rows)
}

// paged answers one page of rows.
func (c *call) paged(key string, rows []object) (int, object, *refusal) {
	q := c.r.URL.Query()
	limit, page := 20, 1
	if v := q.Get("limit"); v != "" {
		limit, _ = strconv.Atoi(v)
		if !slices.Contains([]int{20, 50, 100}, limit) {
			return 0, nil, &refusal{400, "Errors in the input parameters", object{"children[limit]": "This value is not valid."}}
		}
	}
	if v := q.Get("page"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return 0, nil, &refusal{400, "Errors in the input parameters", object{"children[page]": "This value is not valid."}}
		}
		page = n
	}
	total := len(rows)
	from := min((page-1)*limit, total)
	return 200, object{
		key: rows[from:min(from+limit, total)],
		"pagination": object{
			"limit": limit, "totalCount": total, "currentPage": page, "totalPageCount": (total + limit - 1) / limit,
		},
	}, nil
}
