package texts

// bridgeRoutes are about what a merchant sets up for a route: goods, tills, centres, clients.
func bridgeRoutes() []entry {
	return []entry{
		{
			"methods of payment without a till: %s; add them to Route.Tills",
			"способы оплаты без кассы или счёта: %s; добавьте их в Route.Tills",
			"способи оплати без каси чи рахунку: %s; додайте їх до Route.Tills",
			"sposoby płatności bez kasy lub konta: %s; dodaj je do Route.Tills",
		},
		{
			"Route.Tills has methods of payment that the channel does not have: %s",
			"в Route.Tills есть способы оплаты, которых нет на площадке: %s",
			"у Route.Tills є способи оплати, яких немає на майданчику: %s",
			"Route.Tills zawiera sposoby płatności, których kanał nie ma: %s",
		},
		{
			"payment %s of %s is in no till: the method %q has none",
			"оплата %s на %s без кассы или счёта: способу «%s» они не назначены",
			"оплата %s на %s без каси чи рахунку: способу «%s» їх не призначено",
			"płatność %s na %s bez kasy lub konta: sposób „%s” nie ma ich przypisanych",
		},
		{
			"shop not compatible: %d of %d {2:good|goods} unknown: %s",
			"магазин не совместим: неизвестно %d из %d {2:товара|товаров|товаров}: %s",
			"магазин не сумісний: невідомо %d із %d {2:товару|товарів|товарів}: %s",
			"sklep niezgodny: nieznane %d z %d {2:towaru|towarów|towarów}: %s",
		},
		{
			"%d {1:record|records} of the goods on sale cannot be read",
			"не удалось прочитать %d {1:запись|записи|записей} о товарах на площадке",
			"не вдалося прочитати %d {1:запис|записи|записів} про товари на майданчику",
			"nie udało się odczytać %d {1:wpisu|wpisów|wpisów} o towarach w kanale",
		},
		{
			"%s; %d {2:record|records} of the goods on sale cannot be read",
			"%s; не удалось прочитать %d {2:запись|записи|записей} о товарах на площадке",
			"%s; не вдалося прочитати %d {2:запис|записи|записів} про товари на майданчику",
			"%s; nie udało się odczytać %d {2:wpisu|wpisów|wpisów} o towarach w kanale",
		},
		{
			"centre %s does not exist; the centres are %v",
			"центра учёта %s нет; есть: %v",
			"центру обліку %s немає; є: %v",
			"nie ma centrum %s; są: %v",
		},
		{
			"the goods cannot be reserved at %s: %v; reserve them by hand",
			"товары не удалось зарезервировать в %s: %v; зарезервируйте их вручную",
			"товари не вдалося зарезервувати в %s: %v; зарезервуйте їх вручну",
			"nie udało się zarezerwować towarów w %s: %v; zarezerwuj je ręcznie",
		},
		{
			"the order tells nothing by which the buyer could be found",
			"в заказе нет данных, по которым можно найти покупателя",
			"у замовленні немає даних, за якими можна знайти покупця",
			"zamówienie nie zawiera danych, po których można znaleźć kupującego",
		},
		{
			"the buyer is client %s there", "покупатель найден среди клиентов: %s",
			"покупця знайдено серед клієнтів: %s", "kupujący jest tam klientem %s",
		},
		{
			"the buyer is new there: client %s was created", "покупатель новый: создан клиент %s",
			"покупець новий: створено клієнта %s", "kupujący jest nowy: utworzono klienta %s",
		},
		{
			"that client %s was created is not kept for other orders of the buyer: %v",
			"клиент %s создан, но для других заказов покупателя это не записано: %v",
			"клієнта %s створено, але для інших замовлень покупця це не записано: %v",
			"klient %s został utworzony, ale nie zapisano tego dla innych zamówień kupującego: %v",
		},
		{
			"%d clients there may be the buyer: %s; %s was taken, as it was created first",
			"подходящих клиентов: %d (%s); выбран %s как созданный первым",
			"придатних клієнтів: %d (%s); вибрано %s як створеного першим",
			"pasujących klientów: %d (%s); wybrano %s jako utworzonego najwcześniej",
		},
		{
			"client %s cannot be kept with the order: %v", "клиента %s не удалось записать в заказ: %v",
			"клієнта %s не вдалося записати до замовлення: %v", "nie udało się zapisać klienta %s przy zamówieniu: %v",
		},
		{
			"the buyer is no client there: create one, and set the label %q of the order to its id",
			"покупателя нет среди клиентов: создайте клиента и запишите его номер в метку %q заказа",
			"покупця немає серед клієнтів: створіть клієнта й запишіть його номер у мітку %q замовлення",
			"kupujący nie jest tam klientem: utwórz klienta i wpisz jego numer w etykietę %q zamówienia",
		},
	}
}
