package retailcrmtest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/fake"
)

func readModule(c *call) (int, object, *refusal) {
	return found("integrationModule", c.modules[c.r.PathValue("code")])
}

// editModule stores a module; one that delivers gets a delivery type with its code.
func editModule(c *call) (int, object, *refusal) {
	m, code := c.data, c.r.PathValue("code")
	if str(m["code"]) != code {
		return 0, nil, entityError(object{"code": "The code differs from the address."})
	}
	c.modules[code] = m
	info := object{}
	if at(m, "integrations.delivery") != nil {
		b := c.books["delivery-types"]
		b.put(code, object{"name": m["name"], "active": true, "integrationCode": code})
		info["deliveryType"] = object{"id": slices.Index(b.codes, code) + 1, "code": code}
	}
	c.commit()
	return 200, object{"info": info}, nil
}

// track takes the statuses of parcels from a module.
func track(c *call) (int, object, *refusal) {
	code := c.r.PathValue("code")
	m := c.modules[code]
	if m == nil {
		return 0, nil, &refusal{404, "Not found", nil}
	}
	known := by("code", at(m, "integrations.delivery.statusList"))
	type step struct {
		o     *order
		patch object
	}
	var steps []step
	for i, u := range c.all {
		o := c.parcel(code, str(u["deliveryId"]))
		if o == nil {
			return 0, nil, entityError(object{fmt.Sprintf("statusUpdate[%d].deliveryId", i): "Delivery not found."})
		}
		data := pick(u, "trackNumber", "cost", "extraData")
		for _, h := range objects(u["history"]) {
			if known[str(h["code"])] == nil {
				return 0, nil, entityError(object{"statusUpdate": fmt.Sprintf("Value %q does not exist.", str(h["code"]))})
			}
			data["status"], data["statusDate"], data["statusComment"] = h["code"], h["updatedAt"], h["comment"]
		}
		steps = append(steps, step{o, object{"delivery": object{"data": data}}})
	}
	for _, st := range steps {
		c.change(st.o, st.patch, actor{source: "api", key: c.key})
	}
	c.commit()
	return 200, object{}, nil
}

// parcel returns the order whose parcel has this id in the module.
func (s *Server) parcel(module, deliveryID string) *order {
	for _, o := range s.orders {
		if str(at(o.data, "delivery.code")) == module && deliveryID != "" && str(at(o.data, "delivery.data.externalId")) == deliveryID {
			return o
		}
	}
	return nil
}

// parcelPaths are what is sent to a module when the merchant changes it.
var parcelPaths = []string{"delivery.data.packages", "delivery.data.locked", "delivery.date", "delivery.time", "delivery.address", "delivery.cost"}

// parcelChanged notes that a call to the module of an order is due: when the order is unlocked and has packages, and
// when the merchant changes an unlocked one. Changes that the module itself makes are not sent to it.
func (s *Server) parcelChanged(o *order, before, after object, by actor) {
	locked := func(d object) bool { return yes(at(d, "delivery.data.locked")) }
	if locked(after) || len(objects(at(after, "delivery.data.packages"))) == 0 || s.modules[str(at(after, "delivery.code"))] == nil {
		return
	}
	changed := slices.ContainsFunc(parcelPaths, func(p string) bool { return !same(at(before, p), at(after, p)) })
	if locked(before) || (changed && by.source == "user") {
		s.syncs = append(s.syncs, o.id)
	}
}

// sync calls the module of an order with "save" and keeps its answer. s.mu is not held.
func (s *Server) sync(id int64) {
	s.mu.Lock()
	o := s.byID(id)
	if o == nil {
		s.mu.Unlock()
		return
	}
	hook := s.saveHook(o)
	s.mu.Unlock()

	s.Outbox.Put(hook)
	for _, d := range s.SendHooks(context.Background()) {
		s.mu.Lock()
		s.saved(o, d)
		s.mu.Unlock()
	}
}

func (s *Server) byID(id int64) *order {
	for _, o := range s.orders {
		if o.id == id {
			return o
		}
	}
	return nil
}

// saveHook is the call "save".
func (s *Server) saveHook(o *order) fake.Hook {
	m := s.modules[str(at(o.data, "delivery.code"))]
	packages := []object{}
	for _, p := range objects(clone(at(o.data, "delivery.data.packages"))) {
		items := []object{}
		for _, it := range objects(p["items"]) {
			line := o.item(num(at(it, "orderProduct.id")))
			items = append(items, object{
				"offerId": str(at(line, "offer.id")), "externalId": at(line, "offer.externalId"), "name": line["productName"],
				"quantity": it["quantity"], "declaredValue": line["initialPrice"], "cod": 0, "properties": []any{},
			})
		}
		p["items"] = items
		packages = append(packages, p)
	}
	save := object{
		"order": strconv.FormatInt(o.id, 10), "orderNumber": o.data["number"], "site": o.site, "siteName": o.site, "currency": o.data["currency"],
		"packages": packages, "customer": object{"firstName": o.data["firstName"], "lastName": o.data["lastName"]},
		"delivery": object{
			"deliveryDate": at(o.data, "delivery.date"), "deliveryTime": at(o.data, "delivery.time"), "withCod": false,
			"deliveryAddress": at(o.data, "delivery.address"), "cost": at(o.data, "delivery.cost"), "extraData": []any{},
		},
	}
	if id := at(o.data, "delivery.data.externalId"); id != nil {
		save["deliveryId"] = id
	}
	return action(m, "save", string(raw(save)))
}

// Call returns a call to the delivery module as the CRM makes it, with the module's client id, without sending it: of
// an action such as "save" or "delete", with any content (JSON). It may be sent with Outbox.Put and SendHooks. The
// module is the one that registered the action; there is none in the URL otherwise.
func (s *Server) Call(name, content string) fake.Hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, code := range slices.Sorted(maps.Keys(s.modules)) {
		if m := s.modules[code]; at(m, "integrations.delivery.actions."+name) != nil {
			return action(m, name, content)
		}
	}
	return action(object{}, name, content)
}

// action is a call to a module.
func action(m object, name, content string) fake.Hook {
	form := url.Values{"clientId": {str(m["clientId"])}, name: {content}}
	return fake.Hook{
		Name: name, URL: str(m["baseUrl"]) + str(at(m, "integrations.delivery.actions."+name)),
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, Body: []byte(form.Encode()),
	}
}

// saved keeps a module's answer to "save".
func (s *Server) saved(o *order, d fake.Delivery) {
	var a object
	if d.Err != nil || parse(string(d.Answer), &a) != nil || !yes(a["success"]) {
		why := str(a["errorMsg"])
		if why == "" {
			why = fmt.Sprintf("the module does not answer (%d)", d.Status)
		}
		s.change(o, object{"delivery": object{"data": object{"state": "error", "stateText": why}}}, actor{source: "code"})
		return
	}
	data := object{"state": "success", "stateText": nil, "externalId": at(a, "result.deliveryId")}
	for _, name := range []string{"trackNumber", "status"} {
		if v := at(a, "result."+name); v != nil {
			data[name] = v
		}
	}
	s.change(o, object{"delivery": object{"data": data}}, actor{source: "code"})
}
