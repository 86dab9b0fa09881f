package retailcrmtest

import (
	"maps"
	"slices"
	"strconv"
)

// linkOrders notes that two orders belong together.
func linkOrders(c *call) (int, object, *refusal) {
	link := c.data
	ends := objects(link["orders"])
	if len(ends) != 2 {
		return 0, nil, entityError(object{"orders": "This value is not valid."})
	}
	var pair []*order
	for _, end := range ends {
		name, by := str(end["id"]), "id"
		if name == "" {
			name, by = str(end["externalId"]), "externalId"
		}
		o, refused := c.find(name, by, c.param("site"))
		if refused != nil {
			return 0, nil, refused
		}
		pair = append(pair, o)
	}
	for i, o := range pair {
		other := pair[1-i]
		to := object{"id": other.id, "number": other.data["number"]}
		if other.externalID != "" {
			to["externalId"] = other.externalID
		}
		links, _ := o.data["links"].([]any)
		o.data["links"] = append(links, clone(object{"order": to, "createdAt": c.stampNow(), "comment": link["comment"]}))
	}
	c.commit()
	return 201, object{}, nil
}

// cancelDelivery forgets the parcel of an order.
func cancelDelivery(c *call) (int, object, *refusal) {
	state := "cancel"
	switch c.param("force") {
	case "true", "1":
		state = "cancel_force"
	case "", "false", "0":
	default:
		return 0, nil, &refusal{400, "Errors in the input parameters", object{"force": "This value is not valid."}}
	}
	gone := object{"externalId": nil, "trackNumber": nil, "status": nil, "state": state}
	c.change(c.order, object{"delivery": object{"data": gone}}, actor{source: "api", key: c.key})
	c.commit()
	return 200, object{}, nil
}

func createDictionary(c *call) (int, object, *refusal) {
	code := str(c.data["code"])
	if c.dicts[code] != nil {
		return 0, nil, entityError(object{"code": "This value is already used."})
	}
	c.dicts[code] = c.data
	c.commit()
	return 201, object{"code": code}, nil
}

func listDictionaries(c *call) (int, object, *refusal) {
	f, refused := c.filters("name", "code")
	if refused != nil {
		return 0, nil, refused
	}
	rows := []object{}
	for _, code := range slices.Sorted(maps.Keys(c.dicts)) {
		if d := c.dicts[code]; holds(str(d["name"]), f.get("name")) && (f.get("code") == "" || f.get("code") == code) {
			rows = append(rows, d)
		}
	}
	return c.paged("customDictionaries", rows)
}

func readDictionary(c *call) (int, object, *refusal) {
	return found("customDictionary", c.dicts[c.r.PathValue("code")])
}

func editDictionary(c *call) (int, object, *refusal) {
	code := c.r.PathValue("code")
	if c.dicts[code] == nil {
		return 0, nil, &refusal{404, "Not found", nil}
	}
	c.dicts[code] = c.data
	c.commit()
	return 200, object{"code": code}, nil
}

// updateScopes gives out another key. The account does not tell scopes apart.
func updateScopes(c *call) (int, object, *refusal) {
	code := c.r.PathValue("code")
	if c.modules[code] == nil {
		return 0, nil, &refusal{404, "Not found", nil}
	}
	key := code + "-key-" + strconv.FormatInt(c.next("key"), 10)
	c.keys[key] = true
	c.commit()
	return 200, object{"apiKey": key}, nil
}
