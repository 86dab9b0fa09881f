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
	row["id"], row["item"], row["unit"] = p.id, p.line(), object{"code": "pc", "name": "Штука", "sym": "шт."}
	if row["purchasePrice"] == nil {
		row["purchasePrice"] = 0
	}
	if unit := at(p.order.item(p.item), "offer.unit"); unit != nil {
		row["unit"] = unit
	}
	ids := p.order.item(p.item)["externalIds"]
	if ids == nil {
		ids = []any{object{}}
	}
	row["item"].(object)["externalIds"] = ids
	return row
}

// line is what a pack tells of its line.
func (p *pack) line() object {
	of := object{"id": p.order.id}
	if p.order.externalID != "" {
		of["externalId"] = p.order.externalID
	}
	offer, _ := p.order.item(p.item)["offer"].(object)
	return object{"id": p.item, "order": of, "offer": pick(offer, "externalId", "xmlId")}
}

func (c *call) pack() (*pack, *refusal) {
	id := c.r.PathValue("id")
	for _, p := range c.packs {
		if strconv.FormatInt(p.id, 10) == id {
			return p, nil
		}
	}
	return nil, &refusal{404, fmt.Sprintf("Pack with id %s not found", id), nil}
}

// packTests are the filters of the list of packs.
var packTests = map[string]func(p *pack, want string) bool{
	"ids":                func(p *pack, want string) bool { return want == strconv.FormatInt(p.id, 10) },
	"stores":             func(p *pack, want string) bool { return want == str(p.data["store"]) },
	"itemId":             func(p *pack, want string) bool { return want == strconv.FormatInt(p.item, 10) },
	"offerXmlId":         func(p *pack, want string) bool { return want == str(at(p.line(), "offer.xmlId")) },
	"offerExternalId":    func(p *pack, want string) bool { return want == str(at(p.line(), "offer.externalId")) },
	"orderId":            func(p *pack, want string) bool { return want == strconv.FormatInt(p.order.id, 10) },
	"orderExternalId":    func(p *pack, want string) bool { return want == p.order.externalID },
	"shipmentDateFrom":   func(p *pack, want string) bool { return from(str(p.data["shipmentDate"]), want) },
	"shipmentDateTo":     func(p *pack, want string) bool { return to(str(p.data["shipmentDate"]), want) },
	"invoiceNumber":      func(p *pack, want string) bool { return want == str(p.data["invoiceNumber"]) },
	"deliveryNoteNumber": func(p *pack, want string) bool { return want == str(p.data["deliveryNoteNumber"]) },
}

func listPacks(c *call) (int, object, *refusal) {
	f, refused := c.filters(slices.Collect(maps.Keys(packTests))...)
	if refused != nil {
		return 0, nil, refused
	}
	rows := []object{}
	for _, p := range c.packs {
		passes := true
		for name, values := range f {
			passes = passes && slices.ContainsFunc(values, func(want string) bool { return packTests[name](p, want) })
		}
		if passes {
			rows = append(rows, p.render())
		}
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
	data := c.data
	if refused := c.checkStore(data); refused != nil {
		return 0, nil, refused
	}
	item := num(data["itemId"])
	for _, o := range c.orders {
		if o.item(item) != nil {
			delete(data, "itemId")
			p := &pack{c.next("pack"), o, item, data}
			c.packs = append(c.packs, p)
			c.logPack(p, object{"created": true, "field": "store", "newValue": object{"code": data["store"]}})
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
	patch := c.data
	if refused := c.checkStore(patch); refused != nil {
		return 0, nil, refused
	}
	for _, field := range []string{"store", "quantity", "purchasePrice", "shipmentDate", "invoiceNumber", "deliveryNoteNumber"} {
		if v, set := patch[field]; set && !same(v, p.data[field]) {
			was, is := p.data[field], v
			if field == "store" {
				was, is = object{"code": was}, object{"code": is}
			}
			if day, ok := is.(string); ok && field == "shipmentDate" {
				is = day + " 00:00:00"
			}
			entry := object{"field": field, "newValue": is}
			if was != nil {
				entry["oldValue"] = was
			}
			c.logPack(p, entry)
			p.data[field] = v
		}
	}
	c.commit()
	return 200, object{"id": p.id}, nil
}

func deletePack(c *call) (int, object, *refusal) {
	p, refused := c.pack()
	if refused != nil {
		return 0, nil, &refusal{400, "Pack not found", nil} // other words and another status than those of an edit
	}
	c.packs = slices.DeleteFunc(c.packs, func(x *pack) bool { return x == p })
	c.logPack(p, object{"deleted": true, "field": "store", "oldValue": object{"code": p.data["store"]}})
	return 200, object{}, nil
}

// logPack adds an entry to the history of packs: a new pack is shown whole, any other by its line.
func (c *call) logPack(p *pack, body object) {
	told := object{"id": p.id, "item": p.line()}
	if body["created"] == true {
		maps.Copy(told, pick(p.data, "purchasePrice", "quantity"))
		told["store"] = object{"code": p.data["store"]}
	}
	body["pack"] = told
	c.packLog = append(c.packLog, entry{c.next("packHistory"), c.stampNow(), actor{source: "api", key: c.key}, p.order, clone(body)})
	c.commit()
}

func packHistory(c *call) (int, object, *refusal) { return c.changes(c.packLog) }
