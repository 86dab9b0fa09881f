package commerceml

// The elements that have meanings of their own.
const (
	rootName      = "КоммерческаяИнформация"
	containerName = "Контейнер"
	deltaName     = "ИзмененияПакетаПредложений"
	attrChanges   = "СодержитТолькоИзменения"
)

// part is a child of the root: a record, or lists of records behind a header.
type part struct {
	record func() Record
	header func(tail bool) Record
	lists  map[string]list
	any    *list  // of a part whose lists may have any name
	direct string // records that stand in no list
	of     func() Record
}

// list is an element with records.
type list struct {
	item   string
	alias  string // of older versions
	record func() Record
}

// item returns what makes a record that stands in no list; nil if there is none of that name.
func (p part) item(name string) func() Record {
	if p.of != nil && p.direct == name {
		return p.of
	}
	return nil
}

var (
	priceTypes = list{item: "ТипЦены", record: func() Record { return new(PriceType) }}
	warehouses = list{item: "Склад", record: func() Record { return new(Warehouse) }}
	choices    = part{direct: "Элемент", of: choice}
	offers     = list{item: "Предложение", record: func() Record { return new(Offer) }}
)

func choice() Record { return new(Choice) }

// parts are what the root of a file may have. A file may also have one of them as its root.
var parts = map[string]part{
	"Классификатор": {
		header: func(tail bool) Record { return &Classifier{Tail: tail} },
		lists: map[string]list{
			"Группы":           {item: "Группа", record: func() Record { return new(Group) }},
			"Свойства":         {item: "Свойство", alias: "СвойствоНоменклатуры", record: func() Record { return new(Property) }},
			"ТипыЦен":          priceTypes,
			"Склады":           warehouses,
			"ЕдиницыИзмерения": {item: "ЕдиницаИзмерения", record: func() Record { return new(Unit) }},
		},
	},
	"Каталог": {
		header: func(tail bool) Record { return &Catalog{Tail: tail} },
		lists:  map[string]list{"Товары": {item: "Товар", record: func() Record { return new(Good) }}},
	},
	"ПакетПредложений": {
		header: func(tail bool) Record { return &Package{Tail: tail} },
		lists:  map[string]list{"ТипыЦен": priceTypes, "Склады": warehouses, "Предложения": offers},
	},
	deltaName: {
		header: func(tail bool) Record { return &Package{Tail: tail, Delta: true} },
		lists:  map[string]list{"Предложения": offers},
	},
	"Документ":    {record: func() Record { return new(Document) }},
	containerName: {direct: "Документ", of: func() Record { return new(Document) }},
	"Контрагенты": {
		header: func(bool) Record { return new(Parties) },
		direct: "Контрагент", of: func() Record { return new(Party) },
	},
	"Справочник":       {any: &list{item: "Элемент", record: choice}},
	ListStatuses:       choices, // some shops have the lists without an element around them
	"Статусы":          choices,
	ListPaymentSystems: choices,
	ListDeliveries:     choices,
}

// listName returns the name of a list of 1C-Bitrix, whose first one begins with a Latin C.
func listName(name string) string {
	if name == "Статусы" {
		return ListStatuses
	}
	return name
}
