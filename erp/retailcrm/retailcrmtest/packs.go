package retailcrmtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// pack is some units of a line at a store.
type pack struct {
	id    int64
	order *order
	item  int64
	data  object
}

// render is the pack in an answer.
func (p *pack) render() object {
	row := maps.Clone(p.data)
	item := p.order.item(p.item)
	ids := item["externalIds"]
	if ids == nil {
		ids = []any{object{}}
	}
	row["id"] = p.id
	row["item"] = object{
		"id": p.item, "externalIds": ids, "order": object{"id": p.order.id, "externalId": p.order.externalID}, "offer": item["offer"],
	}
	return row
}

func noPack(id string) *refusal {
	return &refusal{400, fmt.Sprintf("Pack with id %s not found", id), nil}
}

func (c *call) pack() (*pack, *refusal) {
	id := c.r.PathValue("id")
	for _, p := range c.packs {
		if strconv.FormatInt(p.id, 10) == id {
			return p, nil
		}
	}
	return nil, noPack(id)
}

func listPacks(c *call) (int, object, *refusal) {
	q := c.r.URL.Query()
	rows := []object{}
	for _, p := range c.packs {
		stores := q["filter[stores][]"]
		if (len(stores) > 0 && !slices.Contains(stores, str(p.data["store"]))) ||
			(q.Get("filter[itemId]") != "" && num(q.Get("filter[itemId]")) != p.item) ||
			(q.Get("filter[orderId]") != "" && num(q.Get("filter[orderId]")) != p.order.id) {
			continue
		}
		rows = append(rows, p.render())
	}
	return c.paged("packs", rows)
}

func readPack(c *call) (int, object, *refusal) {
	p, refused := c.pack()
	if refused != nil {
		return 0, nil, refused
	}
	return 200, object{"pack": p.render()}, nil
}

func createPack(c *call) (int, object, *refusal) {
	data, refused := c.entity("pack")
	if refused != nil {
		return 0, nil, refused
	}
	if refused := c.checkStore(data); refused != nil {
		return 0, nil, refused
	}
	item := num(data["itemId"])
	for _, o := range c.orders {
		if o.item(item) != nil {
			delete(data, "itemId")
			p := &pack{c.next("pack"), o, item, data}
			c.packs = append(c.packs, p)
			c.logPack(p, object{"created": true, "field": "store", "oldValue": nil, "newValue": object{"code": data["store"]}})
			return 201, object{"id": p.id}, nil
		}
	}
	return 0, nil, entityError(object{"itemId": fmt.Sprintf("Item with id %d not found.", item)})
}

func (c *call) checkStore(data object) *refusal {
	if store := str(data["store"]); data["store"] != nil && !c.books["stores"].has(store) {
		return entityError(object{"store": fmt.Sprintf("Value %q does not exist.", store)})
	}
	return nil
}

func editPack(c *call) (int, object, *refusal) {
	p, refused := c.pack()
	if refused != nil {
		return 0, nil, refused
	}
	patch, refused := c.entity("pack")
	if refused != nil {
		return 0, nil, refused
	}
	if refused := c.checkStore(patch); refused != nil {
		return 0, nil, refused
	}
	for _, field := range []string{"store", "quantity", "purchasePrice", "shipmentDate", "invoiceNumber", "deliveryNoteNumber"} {
		if v, set := patch[field]; set && !same(v, p.data[field]) {
			was, is := p.data[field], v
			if field == "store" {
				was, is = object{"code": was}, object{"code": is}
			}
			c.logPack(p, object{"field": field, "oldValue": was, "newValue": is})
			p.data[field] = v
		}
	}
	c.commit()
	return 200, object{"id": p.id}, nil
}

func deletePack(c *call) (int, object, *refusal) {
	p, refused := c.pack()
	if refused != nil {
		return 0, nil, refused
	}
	c.packs = slices.DeleteFunc(c.packs, func(x *pack) bool { return x == p })
	c.logPack(p, object{"deleted": true, "field": "store", "oldValue": object{"code": p.data["store"]}, "newValue": nil})
	return 200, object{}, nil
}

func (c *call) logPack(p *pack, body object) {
	body["pack"] = object{"id": p.id, "quantity": p.data["quantity"], "store": object{"code": p.data["store"]}}
	body["order"] = p.order.thin()
	c.packLog = append(c.packLog, entry{c.next("packHistory"), c.stampNow(), actor{source: "api", key: c.key}, p.order.id, clone(body)})
	c.commit()
}

func packHistory(c *call) (int, object, *refusal) { return c.changes(c.packLog) }
