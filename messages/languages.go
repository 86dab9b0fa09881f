package messages

var english = words{
	greeting: "Dear {{or .Buyer \"customer\"}},",
	labels: labels{
		goods: "Goods", total: "Total of the order", due: "To be paid", link: "State of the order", page: "Receipt",
		waybill: "Tracking number", point: "Place", refund: "Paid back",
	},
	says: map[string]saying{
		"placed":         {"Order {{.Number}} is received", "We have received your order {{.Number}}.", "gtdl"},
		"confirmation":   {"Order {{.Number}} is confirmed", "Your order {{.Number}} is confirmed.", "gtdl"},
		"receipt":        {"Receipt for order {{.Number}}", "The receipt for your order {{.Number}} is registered{{with .Receipt}}: No. {{.}}{{end}}.", "pl"},
		"refund-receipt": {"Refund receipt for order {{.Number}}", "The refund receipt for your order {{.Number}} is registered{{with .Receipt}}: No. {{.}}{{end}}.", "prl"},
		"shipped":        {"Order {{.Number}} is on its way", "Goods of your order {{.Number}} have been sent.", "gwal"},
		"arrived":        {"Order {{.Number}} can be collected", "Goods of your order {{.Number}} are waiting for you.", "gwadl"},
		"handed-out":     {"Order {{.Number}} is handed out", "You have received goods of your order {{.Number}}. Thank you!", "gl"},
		"cancelled":      {"Order {{.Number}} is cancelled", "Your order {{.Number}} is cancelled. If you have paid, the money will be returned.", "l"},
		"refunded":       {"Money for order {{.Number}} is paid back", "Money for your order {{.Number}} was paid back. Your bank may need a few days to show it.", "grl"},
		"notice":         {"Order {{.Number}}: please act", "{{.Notice}}", "gwal"},
	},
}

var russian = words{
	greeting: "Здравствуйте{{with .Buyer}}, {{.}}{{end}}!",
	labels: labels{
		goods: "Товары", total: "Сумма заказа", due: "К оплате", link: "Состояние заказа", page: "Чек",
		waybill: "Номер для отслеживания", point: "Адрес", refund: "Возвращено",
	},
	says: map[string]saying{
		"placed":         {"Заказ {{.Number}} принят", "Мы получили ваш заказ {{.Number}}.", "gtdl"},
		"confirmation":   {"Заказ {{.Number}} подтверждён", "Ваш заказ {{.Number}} подтверждён.", "gtdl"},
		"receipt":        {"Чек по заказу {{.Number}}", "По вашему заказу {{.Number}} пробит чек{{with .Receipt}} № {{.}}{{end}}.", "pl"},
		"refund-receipt": {"Чек возврата по заказу {{.Number}}", "По вашему заказу {{.Number}} пробит чек возврата{{with .Receipt}} № {{.}}{{end}}.", "prl"},
		"shipped":        {"Заказ {{.Number}} отправлен", "Товары вашего заказа {{.Number}} отправлены.", "gwal"},
		"arrived":        {"Заказ {{.Number}} можно забрать", "Товары вашего заказа {{.Number}} ждут вас.", "gwadl"},
		"handed-out":     {"Заказ {{.Number}} выдан", "Вы получили товары заказа {{.Number}}. Спасибо за покупку!", "gl"},
		"cancelled":      {"Заказ {{.Number}} отменён", "Ваш заказ {{.Number}} отменён. Если вы платили, деньги вернутся.", "l"},
		"refunded":       {"Возврат денег по заказу {{.Number}}", "Деньги по заказу {{.Number}} возвращены. Банк может зачислить их через несколько дней.", "grl"},
		"notice":         {"Заказ {{.Number}}: требуется действие", "{{.Notice}}", "gwal"},
	},
}

var ukrainian = words{
	greeting: "Вітаємо{{with .Buyer}}, {{.}}{{end}}!",
	labels: labels{
		goods: "Товари", total: "Сума замовлення", due: "До сплати", link: "Стан замовлення", page: "Чек",
		waybill: "Номер для відстеження", point: "Адреса", refund: "Повернено",
	},
	says: map[string]saying{
		"placed":         {"Замовлення {{.Number}} прийнято", "Ми отримали ваше замовлення {{.Number}}.", "gtdl"},
		"confirmation":   {"Замовлення {{.Number}} підтверджено", "Ваше замовлення {{.Number}} підтверджено.", "gtdl"},
		"receipt":        {"Чек за замовленням {{.Number}}", "За вашим замовленням {{.Number}} видано чек{{with .Receipt}} № {{.}}{{end}}.", "pl"},
		"refund-receipt": {"Чек повернення за замовленням {{.Number}}", "За вашим замовленням {{.Number}} видано чек повернення{{with .Receipt}} № {{.}}{{end}}.", "prl"},
		"shipped":        {"Замовлення {{.Number}} відправлено", "Товари вашого замовлення {{.Number}} відправлено.", "gwal"},
		"arrived":        {"Замовлення {{.Number}} можна забрати", "Товари вашого замовлення {{.Number}} чекають на вас.", "gwadl"},
		"handed-out":     {"Замовлення {{.Number}} видано", "Ви отримали товари замовлення {{.Number}}. Дякуємо за покупку!", "gl"},
		"cancelled":      {"Замовлення {{.Number}} скасовано", "Ваше замовлення {{.Number}} скасовано. Якщо ви платили, гроші повернуться.", "l"},
		"refunded":       {"Повернення коштів за замовленням {{.Number}}", "Кошти за замовленням {{.Number}} повернено. Банк може зарахувати їх за кілька днів.", "grl"},
		"notice":         {"Замовлення {{.Number}}: потрібна дія", "{{.Notice}}", "gwal"},
	},
}

var polish = words{
	greeting: "Dzień dobry{{with .Buyer}}, {{.}}{{end}}!",
	labels: labels{
		goods: "Towary", total: "Wartość zamówienia", due: "Do zapłaty", link: "Stan zamówienia", page: "Paragon",
		waybill: "Numer przesyłki", point: "Adres", refund: "Zwrócono",
	},
	says: map[string]saying{
		"placed":         {"Zamówienie {{.Number}} przyjęte", "Otrzymaliśmy zamówienie {{.Number}}.", "gtdl"},
		"confirmation":   {"Zamówienie {{.Number}} potwierdzone", "Zamówienie {{.Number}} zostało potwierdzone.", "gtdl"},
		"receipt":        {"Paragon do zamówienia {{.Number}}", "Do zamówienia {{.Number}} wystawiono paragon{{with .Receipt}} nr {{.}}{{end}}.", "pl"},
		"refund-receipt": {"Paragon zwrotu do zamówienia {{.Number}}", "Do zamówienia {{.Number}} wystawiono paragon zwrotu{{with .Receipt}} nr {{.}}{{end}}.", "prl"},
		"shipped":        {"Zamówienie {{.Number}} w drodze", "Towary z zamówienia {{.Number}} zostały wysłane.", "gwal"},
		"arrived":        {"Zamówienie {{.Number}} czeka na odbiór", "Towary z zamówienia {{.Number}} czekają na odbiór.", "gwadl"},
		"handed-out":     {"Zamówienie {{.Number}} wydane", "Towary z zamówienia {{.Number}} zostały wydane. Dziękujemy za zakupy!", "gl"},
		"cancelled":      {"Zamówienie {{.Number}} anulowane", "Zamówienie {{.Number}} zostało anulowane. Jeśli było opłacone, pieniądze zostaną zwrócone.", "l"},
		"refunded":       {"Zwrot pieniędzy za zamówienie {{.Number}}", "Pieniądze za zamówienie {{.Number}} zostały zwrócone. Bank może zaksięgować je po kilku dniach.", "grl"},
		"notice":         {"Zamówienie {{.Number}}: wymagane działanie", "{{.Notice}}", "gwal"},
	},
}
