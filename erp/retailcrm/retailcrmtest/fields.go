package retailcrmtest

import (
	"maps"
	"slices"
)

func listFields(c *call) (int, object, *refusal) {
	f, refused := c.filters("name", "code", "type", "viewMode", "displayArea", "entity", "inFilter")
	if refused != nil {
		return 0, nil, refused
	}
	rows := []object{}
	for _, key := range slices.Sorted(maps.Keys(c.fields)) {
		row, passes := c.fields[key], true
		for name, values := range f {
			passes = passes && slices.ContainsFunc(values, func(want string) bool {
				switch name {
				case "name":
					return holds(str(row[name]), want)
				case "inFilter":
					return flagged(str(row[name]), want)
				}
				return str(row[name]) == want
			})
		}
		if passes {
			rows = append(rows, row)
		}
	}
	return c.paged("customFields", rows)
}

func readField(c *call) (int, object, *refusal) {
	return found("customField", c.fields[c.r.PathValue("entity")+"/"+c.r.PathValue("code")])
}

func createField(c *call) (int, object, *refusal) {
	f := c.data
	entity := c.r.PathValue("entity")
	name := entity + "/" + str(f["code"])
	switch {
	case str(f["code"]) == "":
		return 0, nil, entityError(object{"code": "This value should not be blank."})
	case c.fields[name] != nil:
		return 0, nil, entityError(object{"code": "This value is already used."})
	}
	f["entity"] = entity
	defaults := object{
		"required": false, "inFilter": false, "inList": false, "inGroupActions": false, "ordering": 990, "displayArea": "customer", "viewMode": "editable",
	}
	for name, v := range defaults {
		if f[name] == nil {
			f[name] = v
		}
	}
	c.fields[name] = f
	c.commit()
	return 201, object{"code": f["code"]}, nil
}

func editField(c *call) (int, object, *refusal) {
	f := c.fields[c.r.PathValue("entity")+"/"+c.r.PathValue("code")]
	if f == nil {
		return 0, nil, &refusal{404, "Not found", nil}
	}
	merge(f, c.data)
	c.commit()
	return 200, object{"code": f["code"]}, nil
}
