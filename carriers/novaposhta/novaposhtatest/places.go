package novaposhtatest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// City is a place of the directory, as a city of getCities and as a settlement.
type City struct {
	Ref            string
	Name, NameRU   string
	Area, District string // such as Львівська and Стрийський; no district for the capital of an area
	Village        bool
}

// Branch is a branch or a locker.
type Branch struct {
	Ref, City, Number string
	Address           string
	Locker            bool
	MaxKG, PlaceKG    int  // limits of a parcel and of one seat; 0: none
	NoMoney           bool // no money transfers
	Closed            bool // cannot be chosen
}

// The vendor's types of branches.
const (
	typeLocker = "f9316480-5f2d-425d-bc2c-ac7cd29decf0"
	typeBranch = "841339c7-591a-42e2-8233-7a0a00f0ed6f"
	typeCargo  = "9a68df70-0267-42a8-bb5c-37f427e36ee4"
)

// areas are the areas that the cities may be in.
var areas = []string{"Київська", "Львівська", "Дніпропетровська", "Донецька", "Харківська", "Одеська"}

// area returns the reference of an area.
func area(name string) string {
	return fmt.Sprintf("0a1b2c3d-0002-11de-8000-%012d", 1+slices.Index(areas, name))
}

// furnish adds the default places and the sender.
func (s *Server) furnish() {
	for _, c := range []City{
		{Ref: CityKyiv, Name: "Київ", NameRU: "Киев", Area: "Київська"},
		{Ref: CityLviv, Name: "Львів", NameRU: "Львов", Area: "Львівська"},
		{Name: "Київець", NameRU: "Киевец", Area: "Львівська", District: "Стрийський", Village: true},
		{Name: "Кам'янське", NameRU: "Каменское", Area: "Дніпропетровська", District: "Кам'янський"},
		{Name: "Кам'янське", NameRU: "Каменское", Area: "Дніпропетровська", District: "Нікопольський", Village: true},
		{Name: "Покровськ", NameRU: "Покровск", Area: "Донецька", District: "Покровський"},
		{Name: "Покровське", NameRU: "Покровское", Area: "Дніпропетровська", District: "Синельниківський", Village: true},
		{Name: "Куп'янськ", NameRU: "Купянск", Area: "Харківська", District: "Куп'янський"},
	} {
		s.addCity(c)
	}
	s.addBranch(Branch{Ref: BranchKyiv, City: CityKyiv, Number: "1", Address: "вул. Зразкова, 135", PlaceKG: 1100})
	s.addBranch(Branch{Ref: BranchLviv, City: CityLviv, Number: "10", Address: "вул. Прикладна, 9", MaxKG: 30})
	s.addBranch(Branch{Ref: LockerLviv, City: CityLviv, Number: "5010", Address: "вул. Прикладна, 12", Locker: true, MaxKG: 20, NoMoney: true})
	for i, street := range []string{"Зразкова", "Прикладна"} {
		city := []string{CityKyiv, CityLviv}[i]
		s.streets = append(s.streets, object{"Ref": s.id(), "Description": street, "StreetsTypeRef": "Street", "StreetsType": "вул.", "_city": city})
	}
	s.parties = append(s.parties, &party{
		ref: Sender, kind: "PrivatePerson", property: "Sender", person: person{ref: Sender, first: "Тарас", middle: "Іванович", last: "Зразковий"}, city: CityKyiv,
		contacts: []*person{{ref: SenderContact, first: "Тарас", middle: "Іванович", last: "Зразковий", phone: SenderPhone, email: "taras@shop.example"}},
	})
}

// AddCity adds a place and returns its reference. The area is one that the fake has, such as Одеська.
func (s *Server) AddCity(c City) (ref string) {
	s.do(func() { ref = s.addCity(c) })
	return ref
}

func (s *Server) addCity(c City) string {
	if !slices.Contains(areas, c.Area) {
		panic(fmt.Sprintf("novaposhtatest: no area %q", c.Area))
	}
	if c.Ref == "" {
		c.Ref = s.id()
	}
	kind, kindRU, code, ref := "місто", "город", "м.", "0a1b2c3d-0007-11e3-8000-000000000001"
	if c.Village {
		kind, kindRU, code, ref = "село", "село", "с.", "0a1b2c3d-0007-11e3-8000-000000000002"
	}
	region := ""
	if c.District != "" {
		region = fmt.Sprintf("0a1b2c3d-0006-11e4-8000-%012x", len(s.cities)+1)
	}
	s.cities = append(s.cities, object{
		"Ref": c.Ref, "Description": c.Name, "DescriptionRu": c.NameRU, "Area": area(c.Area), "AreaDescription": c.Area,
		"AreaDescriptionRu": c.Area, "CityID": strconv.Itoa(len(s.cities) + 1), "IsBranch": "1", "PreventEntryNewStreetsUser": "0",
		"SettlementType": ref, "SettlementTypeDescription": kind,
		"SettlementTypeDescriptionRu": kindRU, "SpecialCashCheck": 1, "Delivery1": "1", "Delivery2": "1", "Delivery3": "1", "Delivery4": "1",
		"Delivery5": "1", "Delivery6": "1", "Delivery7": "0",
		"_settlement": "5e77" + c.Ref[4:], "_district": c.District, "_region": region, "_code": code,
	})
	return c.Ref
}

// AddBranch adds a branch or a locker in a city and returns its reference.
func (s *Server) AddBranch(b Branch) (ref string) {
	s.do(func() { ref = s.addBranch(b) })
	return ref
}

// AddBranches adds n branches, with the numbers 1001, 1002 and so on, in a city.
func (s *Server) AddBranches(city string, n int) {
	s.do(func() {
		for i := range n {
			s.addBranch(Branch{City: city, Number: strconv.Itoa(1001 + i), MaxKG: 30})
		}
	})
}

// AddRawBranch adds a row to the branches as given, to test how a client reads it.
func (s *Server) AddRawBranch(row map[string]any) {
	s.do(func() { s.points = append(s.points, row) })
}

func (s *Server) addBranch(b Branch) string {
	city := s.city(b.City)
	if city == nil {
		panic(fmt.Sprintf("novaposhtatest: no city %q", b.City))
	}
	if b.Ref == "" {
		b.Ref = s.id()
	}
	if b.Address == "" {
		b.Address = "вул. Прикладна, " + b.Number
	}
	kind, category, name, nameRU, side := typeBranch, "Branch", "Відділення №"+b.Number, "Отделение №"+b.Number, 120
	hours := "08:00-20:00"
	switch {
	case b.Locker:
		kind, category, name, nameRU = typeLocker, "Postomat", `Поштомат "Нова Пошта" №`+b.Number, `Почтомат "Новая Почта" №`+b.Number
		hours = "00:01-23:59"
	case b.MaxKG == 0:
		kind, side = typeCargo, 300
	default:
		name += fmt.Sprintf(" (до %d кг)", b.MaxKG)
	}
	sides := object{"Width": side, "Height": side, "Length": side}
	declared := "0"
	if b.Locker {
		sides, declared = object{"Width": 40, "Height": 30, "Length": 60}, "29000"
	}
	week := object{}
	for _, d := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"} {
		week[d] = hours
	}
	is := func(v bool) string { return map[bool]string{true: "1", false: "0"}[v] }
	s.points = append(s.points, object{
		"Ref": b.Ref, "SiteKey": strconv.Itoa(len(s.points) + 105), "Number": b.Number, "Description": name + ": " + b.Address,
		"DescriptionRu": nameRU + ": " + b.Address, "ShortAddress": str(city, "Description") + ", " + b.Address,
		"ShortAddressRu": str(city, "DescriptionRu") + ", " + b.Address, "Phone": "380800500609", "TypeOfWarehouse": kind,
		"CityRef": b.City, "CityDescription": city["Description"], "CityDescriptionRu": city["DescriptionRu"],
		"SettlementRef": city["_settlement"], "SettlementDescription": city["Description"],
		"SettlementAreaDescription": city["AreaDescription"], "SettlementRegionsDescription": city["_district"],
		"SettlementTypeDescription": city["SettlementTypeDescription"], "SettlementTypeDescriptionRu": city["SettlementTypeDescriptionRu"],
		"Longitude": "24.020000000000000", "Latitude": "49.830000000000000", "PostFinance": is(!b.NoMoney), "BicycleParking": "0",
		"PaymentAccess": "1", "POSTerminal": is(!b.Locker), "InternationalShipping": "0", "SelfServiceWorkplacesCount": "0",
		"TotalMaxWeightAllowed": strconv.Itoa(b.MaxKG), "PlaceMaxWeightAllowed": strconv.Itoa(b.PlaceKG),
		"SendingLimitationsOnDimensions": sides, "ReceivingLimitationsOnDimensions": sides, "Reception": week, "Delivery": week,
		"Schedule": week, "DistrictCode": "П" + b.Number, "WarehouseStatus": map[bool]string{true: "Closed", false: "Working"}[b.Closed],
		"WarehouseStatusDate": "2025-04-29 00:00:00", "WarehouseIllusha": "0", "CategoryOfWarehouse": category, "Direct": "",
		"RegionCity": strings.ToUpper(str(city, "Description")), "WarehouseForAgent": "0", "GeneratorEnabled": "0",
		"MaxDeclaredCost": declared, "WorkInMobileAwis": "0", "DenyToSelect": is(b.Closed), "CanGetMoneyTransfer": is(!b.NoMoney),
		"HasMirror": "0", "HasFittingRoom": "0", "OnlyReceivingParcel": "0", "PostMachineType": "", "PostalCodeUA": "",
		"WarehouseIndex": str(city, "CityID") + "/" + b.Number, "BeaconCode": "", "Location": "", "PostomatFor": "",
	})
	return b.Ref
}

// city and point find by reference; nil if there is none.
func (s *Server) city(ref string) object  { return byRef(s.cities, "Ref", ref) }
func (s *Server) point(ref string) object { return byRef(s.points, "Ref", ref) }

func byRef(all []object, key, ref string) object {
	for _, o := range all {
		if ref != "" && strings.EqualFold(str(o, key), ref) {
			return o
		}
	}
	return nil
}

// folded is a name in small letters; with AnyApostrophe all apostrophes are alike.
func (s *Server) folded(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if s.settings.AnyApostrophe {
		name = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "′", "'").Replace(name)
	}
	return name
}

// begins reports whether a name, in either language, begins with a text. The search of the vendor is no more exact.
func (s *Server) begins(o object, text string) bool {
	return strings.HasPrefix(s.folded(str(o, "Description")), s.folded(text)) ||
		strings.HasPrefix(s.folded(str(o, "DescriptionRu")), s.folded(text))
}

// page returns the requested page of a list, without the fields that are the fake's own.
func (c *call) page(all []object, usual int) ([]any, *refusal) {
	c.count(len(all))
	limit, ok := whole(c.p, "Limit")
	switch {
	case str(c.p, "Limit") == "":
		limit = usual
	case !ok || limit < 1:
		return nil, refuse("20000500620")
	case limit > 3000:
		limit = 3000
		c.warn("30000900777")
	}
	n, ok := whole(c.p, "Page")
	switch {
	case str(c.p, "Page") == "":
		n = 1
	case !ok || n < 1:
		return nil, odd("Page " + str(c.p, "Page"))
	}
	from := min((n-1)*limit, len(all))
	return shown(all[from:min(from+limit, len(all))]), nil
}

// shown returns rows without the fields that are the fake's own.
func shown(all []object) []any {
	rows := []any{}
	for _, o := range all {
		row := object{}
		for k, v := range o {
			if !strings.HasPrefix(k, "_") {
				row[k] = v
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func filter(all []object, fits func(object) bool) []object {
	return slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !fits(o) })
}

// same reports whether a row has the value of a filter. An empty filter fits all.
func (c *call) same(o object, property, field string) bool {
	v := str(c.p, property)
	return v == "" || strings.EqualFold(v, str(o, field))
}

// areasAll is "Address.getAreas".
func areasAll(*call) (rows []any, _ *refusal) {
	for i, name := range areas {
		centre := fmt.Sprintf("0a1b2c3d-0010-11dd-8000-%012d", i+1)
		rows = append(rows, object{"Ref": area(name), "Description": name, "DescriptionRu": name, "AreasCenter": centre})
	}
	return rows, nil
}

// cities is "Address.getCities".
func cities(c *call) ([]any, *refusal) {
	return c.page(filter(c.cities, func(o object) bool { return c.same(o, "Ref", "Ref") && c.begins(o, str(c.p, "FindByString")) }), 500)
}

// settlements is "Address.getSettlements".
func settlements(c *call) ([]any, *refusal) {
	var all []object
	for _, o := range c.cities {
		row := object{
			"Ref": o["_settlement"], "SettlementType": o["SettlementType"], "Latitude": "49.830000000000000", "Longitude": "24.020000000000000",
			"Region": o["_region"], "RegionsDescription": "", "RegionsDescriptionRu": "", "RegionsDescriptionTranslit": "",
			"Area": o["Area"], "AreaDescription": str(o, "AreaDescription") + " область", "AreaDescriptionTranslit": "", "DescriptionTranslit": "",
			"SettlementTypeDescriptionTranslit": "", "SettlementTypeDescriptionEn": "", "Index1": "79000", "Index2": "79999", "IndexCOATSU1": "", "Warehouse": "0",
		}
		if d := str(o, "_district"); d != "" {
			row["RegionsDescription"], row["RegionsDescriptionRu"] = d+" р-н", d+" р-н"
		}
		if c.branches(o) > 0 {
			row["Warehouse"] = "1"
		}
		for _, k := range []string{
			"Description", "DescriptionRu", "SettlementTypeDescription", "SettlementTypeDescriptionRu", "AreaDescriptionRu", "SpecialCashCheck",
			"Delivery1", "Delivery2", "Delivery3", "Delivery4", "Delivery5", "Delivery6", "Delivery7",
		} {
			row[k] = o[k]
		}
		all = append(all, row)
	}
	return c.page(filter(all, func(o object) bool {
		return c.same(o, "Ref", "Ref") && c.same(o, "AreaRef", "Area") && c.same(o, "RegionRef", "Region") &&
			c.begins(o, str(c.p, "FindByString")) && (!yes(c.p, "Warehouse") || str(o, "Warehouse") == "1")
	}), 150)
}

// branches counts those of a city.
func (s *Server) branches(city object) (n int) {
	for _, p := range s.points {
		if str(p, "CityRef") == str(city, "Ref") {
			n++
		}
	}
	return n
}

// searchSettlements is "Address.searchSettlements": those with the most branches come first.
func searchSettlements(c *call) ([]any, *refusal) {
	name := str(c.p, "CityName")
	if name == "" {
		return nil, refuse("20000500651")
	}
	found := filter(c.cities, func(o object) bool { return c.begins(o, name) })
	slices.SortStableFunc(found, func(a, b object) int { return c.branches(b) - c.branches(a) })
	var all []object
	for _, o := range found {
		row := object{
			"MainDescription": o["Description"], "Area": o["AreaDescription"], "Region": o["_district"], "SettlementTypeCode": o["_code"],
			"Ref": o["_settlement"], "DeliveryCity": o["Ref"], "Warehouses": c.branches(o), "AddressDeliveryAllowed": true,
			"StreetsAvailability": true, "ParentRegionTypes": "область", "ParentRegionCode": "обл.", "RegionTypes": "", "RegionTypesCode": "",
		}
		present := str(o, "_code") + " " + str(o, "Description")
		if d := str(o, "_district"); d != "" {
			present += ", " + d + " р-н"
			row["RegionTypes"], row["RegionTypesCode"] = "район", "р-н"
		}
		row["Present"] = present + ", " + str(o, "AreaDescription") + " обл."
		all = append(all, row)
	}
	rows, no := c.page(all, 50)
	c.info = nil // the count is in the row
	return []any{object{"TotalCount": len(all), "Addresses": rows}}, no
}

// searchStreets is "Address.searchSettlementStreets".
func searchStreets(c *call) ([]any, *refusal) {
	city := byRef(c.cities, "_settlement", str(c.p, "SettlementRef"))
	switch {
	case city == nil:
		return nil, refuse("20000500626")
	case str(c.p, "Limit") == "":
		return nil, refuse("20000500621")
	}
	var all []object
	for _, o := range c.streets {
		if str(o, "_city") == str(city, "Ref") && c.begins(o, str(c.p, "StreetName")) {
			all = append(all, object{
				"SettlementRef": city["_settlement"], "SettlementStreetRef": o["Ref"], "SettlementStreetDescription": o["Description"],
				"SettlementStreetDescriptionRu": o["Description"], "Present": str(o, "StreetsType") + " " + str(o, "Description"),
				"StreetsType": "0a1b2c3d-0008-11e4-8000-000000000001", "StreetsTypeDescription": o["StreetsType"],
				"Location": object{"lat": 49.83, "lon": 24.02},
			})
		}
	}
	rows, no := c.page(all, 50)
	c.info = nil
	return []any{object{"TotalCount": len(all), "Addresses": rows}}, no
}

// streets is "Address.getStreet".
func streets(c *call) ([]any, *refusal) {
	if str(c.p, "CityRef") == "" {
		return nil, refuse("20000900767")
	}
	return c.page(filter(c.streets, func(o object) bool { return c.same(o, "CityRef", "_city") && c.begins(o, str(c.p, "FindByString")) }), 500)
}

// warehouseFilters are the properties of "Address.getWarehouses".
const warehouseFilters = "CityName CityRef SettlementRef Ref WarehouseId FindByString TypeOfWarehouseRef BicycleParking PostFinance POSTerminal Language Page Limit"

// warehouses is "Address.getWarehouses".
func warehouses(c *call) ([]any, *refusal) {
	language := str(c.p, "Language")
	if language != "" && !strings.EqualFold(language, "UA") && !strings.EqualFold(language, "RU") {
		return nil, odd("Language " + language)
	}
	found := filter(c.points, func(o object) bool {
		for _, k := range []string{"CityRef", "SettlementRef", "Ref", "BicycleParking", "PostFinance", "POSTerminal"} {
			if !c.same(o, k, k) {
				return false
			}
		}
		name := str(c.p, "CityName")
		return c.same(o, "WarehouseId", "Number") && c.same(o, "TypeOfWarehouseRef", "TypeOfWarehouse") &&
			(name == "" || c.folded(name) == c.folded(str(o, "CityDescription")) || c.folded(name) == c.folded(str(o, "CityDescriptionRu"))) &&
			strings.Contains(c.folded(str(o, "Description")), c.folded(str(c.p, "FindByString")))
	})
	rows, no := c.page(found, 500)
	if strings.EqualFold(language, "RU") {
		for _, r := range rows {
			row, _ := r.(object)
			row["Description"], row["ShortAddress"] = row["DescriptionRu"], row["ShortAddressRu"]
		}
	}
	return rows, no
}

// warehouseTypes is "Address.getWarehouseTypes".
func warehouseTypes(*call) ([]any, *refusal) {
	return []any{
		object{"Ref": "6f8c7162-4b72-4b0a-88e5-906948c6a92f", "Description": "Parcel Shop", "DescriptionRu": "Parcel Shop"},
		object{"Ref": typeBranch, "Description": "Поштове відділення", "DescriptionRu": "Почтовое отделение"},
		object{"Ref": "95dc212d-479c-4ffb-a8ab-8c1b9073d0bc", "Description": "Поштомат ПриватБанку", "DescriptionRu": "Почтомат ПриватБанка"},
		object{"Ref": typeCargo, "Description": "Вантажне відділення", "DescriptionRu": "Грузовое отделение"},
		object{"Ref": typeLocker, "Description": "Поштомат", "DescriptionRu": "Почтомат"},
	}, nil
}
