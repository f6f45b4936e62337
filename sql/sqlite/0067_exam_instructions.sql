-- What an examination asks for at a time of its own: [{when, days, text, textEn}]; and how long after
-- it nothing is eaten. What came with the program, and nobody has changed, is taken apart so.
ALTER TABLE exam ADD COLUMN eat_after_minutes INTEGER NOT NULL DEFAULT 0
  CHECK (eat_after_minutes >= 0);
ALTER TABLE exam ADD COLUMN instructions TEXT NOT NULL DEFAULT '[]';

UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'LAB-FBS' AND version = 1 AND preparation = '抽血前禁食8—14小时，可以喝少量白水。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'LAB-CBC' AND version = 1 AND preparation = '不用空腹。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'LAB-INF' AND version = 1 AND preparation = '不用空腹；内镜检查前要拿到结果。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "正在吃抗凝药的请告诉采血人员。", "textEn": "Say so if you take blood thinners."}]'
  WHERE code = 'LAB-COA' AND version = 1 AND preparation = '不用空腹；正在吃抗凝药的请告诉采血人员。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'LAB-REN' AND version = 1 AND preparation = '不用空腹；做增强检查前用来了解肾功能。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "到场先抽血，喝糖水后1小时、2小时再各抽一次；其间静坐，不吃东西、不吸烟。", "textEn": "Blood is taken on arrival and one and two hours after a sugar drink; sit still, do not eat or smoke in between."}]'
  WHERE code = 'LAB-OGT' AND version = 1 AND preparation = '抽血前禁食8—14小时。到场先抽血，喝糖水后1小时、2小时再各抽一次；其间静坐，不吃东西、不吸烟。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "留中段尿；避开月经期。", "textEn": "Bring a midstream sample; not during menstruation."}]'
  WHERE code = 'LAB-URI' AND version = 1 AND preparation = '留中段尿；避开月经期。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "在钡剂检查和肠镜之前留样；避开月经期。", "textEn": "Give the sample before barium or colonoscopy; not during menstruation."}]'
  WHERE code = 'LAB-STL' AND version = 1 AND preparation = '在钡剂检查和肠镜之前留样；避开月经期。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 1, "text": "抽血前24小时不骑自行车。", "textEn": "No cycling for 24 hours before the blood test."}]'
  WHERE code = 'LAB-PSA' AND version = 1 AND preparation = '在前列腺检查操作之前抽血；前24小时不骑自行车。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 28, "text": "停用抗生素4周，请先问医生。", "textEn": "No antibiotics for 4 weeks: ask your doctor first."}, {"when": "before", "days": 14, "text": "停用抑酸药（PPI）1—2周，请先问医生。", "textEn": "No acid blockers for 1 to 2 weeks: ask your doctor first."}]'
  WHERE code = 'UBT-C13' AND version = 1 AND preparation = '空腹6小时、禁水2小时。停用抗生素4周、抑酸药（PPI）1—2周，请先问医生。';
UPDATE exam SET preparation = '晚饭吃素，少油。', preparation_en = 'No fat or meat at dinner.',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'US-ABD' AND version = 1 AND preparation = '禁食8小时，前一天晚上吃素。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'US-URO' AND version = 1 AND preparation = '憋尿：检查前约1小时喝水，不要排尿。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'US-GYN' AND version = 1 AND preparation = '憋尿：检查前约1小时喝水，不要排尿。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'US-TVS' AND version = 1 AND preparation = '检查前排空膀胱；避开月经期。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'US-THY' AND version = 1 AND preparation = '不用准备。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "穿领口宽松的衣服。", "textEn": "Wear a loose collar."}]'
  WHERE code = 'US-VAS' AND version = 1 AND preparation = '不用准备；穿领口宽松的衣服。';
UPDATE exam SET preparation = '检查当天不抽烟、不喝酒。', preparation_en = 'No smoking and no alcohol on the day.',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'US-ECH' AND version = 1 AND preparation = '当天不抽烟、不喝酒。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "检查前静坐5分钟。", "textEn": "Sit quietly for five minutes before."}]'
  WHERE code = 'ECG-12L' AND version = 1 AND preparation = '检查前静坐5分钟。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "after", "days": 0, "text": "佩戴24小时：不洗澡，远离强磁场，次日按时来拆。", "textEn": "Worn for 24 hours: no bath, keep away from strong magnets, come back next day to have it taken off."}]'
  WHERE code = 'ECG-HOL' AND version = 1 AND preparation = '佩戴24小时：不洗澡，远离强磁场，次日按时来拆。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'ECG-HOR' AND version = 1 AND preparation = '佩戴满24小时后按时来拆。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "穿便于走路的鞋。", "textEn": "Wear shoes to walk in."}]'
  WHERE code = 'ECG-TMT' AND version = 1 AND preparation = '餐后2小时再做，不要空腹；先做常规心电图；穿便于走路的鞋。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 120,
  instructions = '[]'
  WHERE code = 'END-GAS' AND version = 1 AND preparation = '禁食8小时、禁水4小时；检查后2小时再吃喝。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 120,
  instructions = '[]'
  WHERE code = 'END-GAP' AND version = 1 AND preparation = '禁食8小时、禁水4小时；先做麻醉评估；须有成年家属陪同；24小时内不能开车。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 1, "text": "全天吃低渣饮食，按说明服泻药清肠。", "textEn": "Low-residue food all day, and the bowel preparation as told."}]'
  WHERE code = 'END-COL' AND version = 1 AND preparation = '前一天低渣饮食，按说明服泻药清肠；禁食6小时、禁水2小时。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 1, "text": "全天吃低渣饮食，按说明服泻药清肠。", "textEn": "Low-residue food all day, and the bowel preparation as told."}]'
  WHERE code = 'END-COP' AND version = 1 AND preparation = '前一天低渣饮食并清肠；禁食8小时、禁水4小时；先做麻醉评估；须有成年家属陪同；24小时内不能开车。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "带上心电图和检验结果，以及正在吃的药。", "textEn": "Bring your ECG, laboratory results and the medicines you take."}]'
  WHERE code = 'ANE-ASS' AND version = 1 AND preparation = '带上心电图和检验结果，以及正在吃的药。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "取下胸前的金属饰物。", "textEn": "Take off metal from your chest."}]'
  WHERE code = 'XR-CHE' AND version = 1 AND preparation = '取下胸前的金属饰物。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[]'
  WHERE code = 'XR-GIB' AND version = 1 AND preparation = '禁食8小时、禁水6小时。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 1, "text": "按说明清肠。", "textEn": "Bowel preparation as told."}]'
  WHERE code = 'XR-BEN' AND version = 1 AND preparation = '前一天清肠。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "取下检查部位的金属物品。", "textEn": "Take off metal where you are examined."}]'
  WHERE code = 'CT-PLN' AND version = 1 AND preparation = '取下检查部位的金属物品。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "after", "days": 0, "text": "留观30分钟，多喝水。", "textEn": "Stay for 30 minutes and drink plenty."}]'
  WHERE code = 'CT-ENH' AND version = 1 AND preparation = '禁食4小时，可以喝水；检查后留观30分钟，多喝水。';
UPDATE exam SET preparation = '检查当天不喝咖啡和茶。', preparation_en = 'No coffee or tea on the day.',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "到场后可能要先服药降心率。", "textEn": "Your heart may have to be slowed with medicine first."}, {"when": "after", "days": 0, "text": "留观30分钟，多喝水。", "textEn": "Stay for 30 minutes and drink plenty."}]'
  WHERE code = 'CT-COR' AND version = 1 AND preparation = '禁食4小时；当天不喝咖啡和茶；需要时先服药降心率。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "身上不能有金属；有植入物请先告诉医生。", "textEn": "No metal on you; say first if you have an implant."}]'
  WHERE code = 'MR-PLN' AND version = 1 AND preparation = '身上不能有金属；有植入物请先告诉医生。';
UPDATE exam SET preparation = '做腹部的，检查前6小时起不再进食。', preparation_en = 'For the abdomen: nothing to eat for 6 hours before.',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "身上不能有金属；有植入物请先告诉医生。", "textEn": "No metal on you; say first if you have an implant."}, {"when": "after", "days": 0, "text": "留观30分钟。", "textEn": "Stay for 30 minutes."}]'
  WHERE code = 'MR-ENH' AND version = 1 AND preparation = '禁食4小时（腹部检查6小时）；身上不能有金属；检查后留观30分钟。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "身上不能有金属；有植入物请先告诉医生。", "textEn": "No metal on you; say first if you have an implant."}]'
  WHERE code = 'MR-CPN' AND version = 1 AND preparation = '禁食6小时、禁水4小时；身上不能有金属。';
UPDATE exam SET preparation = '检查当天不用止汗剂和爽身粉。', preparation_en = 'No deodorant or powder on the day.',
  eat_after_minutes = 0,
  instructions = '[{"when": "booking", "days": 0, "text": "最好在月经结束后一周内做。", "textEn": "Best in the week after menstruation."}]'
  WHERE code = 'MG-BRE' AND version = 1 AND preparation = '最好在月经结束后一周内；当天不用止汗剂和爽身粉。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 1, "text": "检查前24小时不吃钙片。", "textEn": "No calcium tablets for 24 hours before."}]'
  WHERE code = 'DXA-BMD' AND version = 1 AND preparation = '前24小时不吃钙片。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "before", "days": 1, "text": "检查前24小时不做剧烈运动。", "textEn": "No hard exercise for 24 hours before."}, {"when": "day", "days": 0, "text": "注射后要静卧约60分钟。", "textEn": "You lie still for about an hour after the injection."}]'
  WHERE code = 'NM-PET' AND version = 1 AND preparation = '禁食6小时，可以喝水；前24小时不做剧烈运动；注射后要静卧约60分钟。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "booking", "days": 0, "text": "用过碘对比剂的要隔4—8周。", "textEn": "Four to eight weeks after iodine contrast."}]'
  WHERE code = 'NM-THY' AND version = 1 AND preparation = '用过碘对比剂的要隔4—8周。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "booking", "days": 0, "text": "支气管扩张剂要不要停，请先问医生。", "textEn": "Ask your doctor whether to stop bronchodilators."}, {"when": "day", "days": 0, "text": "检查前不要吃得太饱。", "textEn": "No heavy meal before."}]'
  WHERE code = 'PFT-STD' AND version = 1 AND preparation = '按医嘱停用支气管扩张剂；不要吃得太饱。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "day", "days": 0, "text": "散瞳后4—6小时看东西模糊：不要开车来，最好有人陪同。", "textEn": "Your sight is blurred for 4 to 6 hours: do not come by car, and better come with somebody."}]'
  WHERE code = 'EYE-MYD' AND version = 1 AND preparation = '散瞳后4—6小时看东西模糊，不能开车，最好有人陪同。';
UPDATE exam SET preparation = '', preparation_en = '',
  eat_after_minutes = 0,
  instructions = '[{"when": "booking", "days": 0, "text": "月经结束后3—7天做。", "textEn": "Three to seven days after menstruation."}, {"when": "before", "days": 3, "text": "不同房、不冲洗、不用药（至少1天，最好3天）。", "textEn": "No intercourse, douching or medicine there (1 day at least, better 3)."}]'
  WHERE code = 'GYN-TCT' AND version = 1 AND preparation = '月经结束后3—7天；前24—72小时不同房、不冲洗、不用药；检查前排空膀胱。';
