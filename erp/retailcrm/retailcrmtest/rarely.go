package retailcrmtest

import "strconv"

// linkOrders notes that two orders belong together.
func linkOrders(c *call) (int, object, *refusal) {
	link, refused := c.entity("link")
	if refused != nil {
		return 0, nil, refused
	}
	ends := objects(link["orders"])
	if len(ends) != 2 {
		return 0, nil, entityError(object{"orders": "This value is not valid."})
	}
	for _, end := range ends {
		name, by := str(end["id"]), "id"
		if name == "" {
			name, by = str(end["externalId"]), "externalId"
		}
		if _, refused := c.find(name, by, c.form.Get("site")); refused != nil {
			return 0, nil, refused
		}
	}
	c.commit()
	return 201, object{}, nil
}

// cancelDelivery forgets the parcel of an order.
func cancelDelivery(c *call) (int, object, *refusal) {
	o, refused := c.find(c.r.PathValue("x"), c.form.Get("by"), c.form.Get("site"))
	if refused != nil {
		return 0, nil, refused
	}
	gone := object{"externalId": nil, "trackNumber": nil, "status": nil, "state": "cancel"}
	c.change(o, object{"delivery": object{"data": gone}}, actor{source: "api", key: c.key})
	c.commit()
	return 200, object{}, nil
}

func createDictionary(c *call) (int, object, *refusal) {
	d, refused := c.entity("customDictionary")
	if refused != nil {
		return 0, nil, refused
	}
	code := str(d["code"])
	if c.dicts[code] != nil {
		return 0, nil, entityError(object{"code": "This value is already used."})
	}
	c.dicts[code] = d
	c.commit()
	return 201, object{"code": code}, nil
}

func editDictionary(c *call) (int, object, *refusal) {
	d, refused := c.entity("customDictionary")
	if refused != nil {
		return 0, nil, refused
	}
	code := c.r.PathValue("code")
	if c.dicts[code] == nil {
		return 0, nil, &refusal{404, "Not found", nil}
	}
	c.dicts[code] = d
	c.commit()
	return 200, object{"code": code}, nil
}

// updateScopes gives out another key. The account does not tell scopes apart.
func updateScopes(c *call) (int, object, *refusal) {
	if _, refused := c.entity("requires"); refused != nil {
		return 0, nil, refused
	}
	code := c.r.PathValue("code")
	if c.modules[code] == nil {
		return 0, nil, &refusal{404, "Not found", nil}
	}
	key := code + "-key-" + strconv.FormatInt(c.next("key"), 10)
	c.keys[key] = true
	c.commit()
	return 200, object{"apiKey": key}, nil
}
