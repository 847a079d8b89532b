BEGIN TRANSACTION;
CREATE TABLE artifact (
  id INTEGER PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task,
  attempt INTEGER NOT NULL REFERENCES attempt,
  generation INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB
) STRICT;
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task,
  number INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state = 'intent' OR state = 'active' OR state = 'ended'),
  executor TEXT NOT NULL,
  key TEXT NOT NULL,
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  created_ns INTEGER NOT NULL,
  deadline_ns INTEGER NOT NULL,
  ended_ns INTEGER,
  outcome TEXT,
  reason TEXT NOT NULL DEFAULT '',
  exit_code INTEGER,
  signal INTEGER,
  evidence TEXT NOT NULL DEFAULT '',
  log_tail TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '',
  UNIQUE (task, number)
) STRICT;
INSERT INTO "attempt" VALUES(1,2,1,1,'ended','local','bebcc83e896271d264c54872','c21dc5fdcbbd4f4a1ac88d497872308d','vm',1796126855305627181,1796131055305627181,1796126855923045667,'user_error','killed by signal 6 (Aborted)',NULL,6,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126855906477493,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "signal": 6,
 "started_ns": 1796126855386563371,
 "timed_out": false,
 "token": "c21dc5fdcbbd4f4a1ac88d497872308d"
}','','{"command":["sh","-c","kill -6 $$"],"definition_hash":"225298af0efb97d5","duration_ns":519914122,"host":"vm","program_version":"0.1.0","started_ns":1796126855386563371}');
INSERT INTO "attempt" VALUES(2,8,1,1,'ended','native','35529ff524fc49252f0686f2','2ac042cf518750bd4c546a772e3abd8e','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"9003150d32104f39","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331151062}');
INSERT INTO "attempt" VALUES(3,18,1,1,'ended','native','e55e4cfe64c47a12ca7b3cf3','4315d721d1b53391bd809b1cef6e20eb','vm',1796126855322516396,1796131055322516396,1796126855339377520,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ...',NULL,NULL,'','','{"definition_hash":"392131ee3d7e5ab2","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331158793}');
INSERT INTO "attempt" VALUES(4,27,1,1,'ended','native','f03c276241c9901396c3627b','144de3c25d947d4bd370a4f8dfbe95f2','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"3a8d5875e40ad0f1","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331164301}');
INSERT INTO "attempt" VALUES(5,40,1,1,'ended','native','4e22448229cf47cdea3fb7da','36a5cdd95cfecf48e6b2b64abef9bd7f','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331169239}');
INSERT INTO "attempt" VALUES(6,49,1,1,'ended','native','ba69f33c0e000aacc3049a69','0abf3406333202865c78f1d299a84712','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331173555}');
INSERT INTO "attempt" VALUES(7,69,1,1,'ended','native','d67a702cfe8599c71b492d4e','cb83cb732965e9746b17cc052f301992','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331178122}');
INSERT INTO "attempt" VALUES(8,78,1,1,'ended','native','5a9a3b1090f336d5fcb0d598','dd2ce96ab8491f6a9144636824192a4d','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331182578}');
INSERT INTO "attempt" VALUES(9,86,1,1,'ended','native','904451df4d90e0a330b5c81f','33f96ebccbdded0d74688ddfaa53dc28','vm',1796126855322516396,1796131055322516396,1796126855339377520,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":918945,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":22675456,"program_version":"0.1.0","started_ns":1796126855331186885}');
INSERT INTO "attempt" VALUES(10,7,1,1,'ended','native','7fc8b694f4d5d926a8ca7b1a','77f69bccfe8a9226780edf9dbb8f7e76','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"9003150d32104f39","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332103046}');
INSERT INTO "attempt" VALUES(11,17,1,1,'ended','native','23fd5c58cc1d1fddec2ec50a','3b4ef0063a927bcaf244634136b66d58','vm',1796126855322516396,1796131055322516396,1796126855339377520,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ...',NULL,NULL,'','','{"definition_hash":"392131ee3d7e5ab2","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332107753}');
INSERT INTO "attempt" VALUES(12,26,1,1,'ended','native','4189156f384085135c3837ad','a19e306c98fd42d8a3376ddde299addd','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"3a8d5875e40ad0f1","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332111648}');
INSERT INTO "attempt" VALUES(13,39,1,1,'ended','native','91ba5a896e09827edae758a8','27d464c41b0098c7a6431b6cb976c168','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332115013}');
INSERT INTO "attempt" VALUES(14,48,1,1,'ended','native','a3e7f42ee6cad5d87f72ed3b','ff635a074b56a3f362bdc9e05916867c','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332118248}');
INSERT INTO "attempt" VALUES(15,68,1,1,'ended','native','56fc2728c4b986299431e820','14820ec66bd3f73396f98dfdf9a3b64d','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332122154}');
INSERT INTO "attempt" VALUES(16,77,1,1,'ended','native','b68815febf2c8aba1d255260','da91969da00584ecf691b6efaf3ef902','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332124998}');
INSERT INTO "attempt" VALUES(17,85,1,1,'ended','native','eb5545ffbee8a2c8194ae952','0f088e7ec07357a779c3530c9d57cd2e','vm',1796126855322516396,1796131055322516396,1796126855339377520,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":763154,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":23220224,"program_version":"0.1.0","started_ns":1796126855332128123}');
INSERT INTO "attempt" VALUES(18,6,1,1,'ended','native','cc93b46078cfc2cf6ad3ff12','e0ca874bc3f716afbc86e986782b8664','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"9003150d32104f39","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855339275659}');
INSERT INTO "attempt" VALUES(19,16,1,1,'ended','native','ee194e53abb771496edde3c6','cc0ec4d1c9bd61bf21a92050a710dc7f','vm',1796126855322516396,1796131055322516396,1796126855350499750,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ...',NULL,NULL,'','','{"definition_hash":"392131ee3d7e5ab2","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855339312764}');
INSERT INTO "attempt" VALUES(20,25,1,1,'ended','native','8229652366fb14bebf45c6a4','d72fb7379ab63276f2329d6c6e74aa3b','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"3a8d5875e40ad0f1","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855342704903}');
INSERT INTO "attempt" VALUES(21,38,1,1,'ended','native','b1b5a290fea7784ee7f27b48','0e61b96a6b9984aa6c5c40c4dfd6d459','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855342711733}');
INSERT INTO "attempt" VALUES(22,47,1,1,'ended','native','d90e8551f9c93bea20c7478b','8dcaaadc2abd9f47a47d1c84ee1e09da','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855342715238}');
INSERT INTO "attempt" VALUES(23,67,1,1,'ended','native','2c797131b21facd063456a68','40040823154fabb030e4121730e68361','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855342719765}');
INSERT INTO "attempt" VALUES(24,76,1,1,'ended','native','d8fca58e012f33eef2187772','544d18560042a08fa4212bc3d20b4c3b','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855342764211}');
INSERT INTO "attempt" VALUES(25,84,1,1,'ended','native','e88fe850e84b92f545353343','8740bfb6d44caad599dd963ba2024419','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":5669361,"host":"vm","inputs":[{"bytes":671232,"hash":"hqy3mbplud","hash_checked":true,"rows":6992,"run":"053102","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855343076735}');
INSERT INTO "attempt" VALUES(26,5,1,1,'ended','native','0f0435539bc67674eb1522d0','e5d2dcfe2f3b402a6428f29a41fe96d9','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"9003150d32104f39","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345208101}');
INSERT INTO "attempt" VALUES(27,15,1,1,'ended','native','4bf54f2c168f27b82be18ee2','0928d6fe6f103da0d8e047c026dfb4de','vm',1796126855322516396,1796131055322516396,1796126855350499750,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ...',NULL,NULL,'','','{"definition_hash":"392131ee3d7e5ab2","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345212567}');
INSERT INTO "attempt" VALUES(28,24,1,1,'ended','native','e06b3cae1005f00083fb9caa','a4beab587bf1cf28de1b31e25458e8c9','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"3a8d5875e40ad0f1","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345216323}');
INSERT INTO "attempt" VALUES(29,37,1,1,'ended','native','f64e70525abedc169b3e7021','d995f8249e11661d91832bbece6e88df','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345219798}');
INSERT INTO "attempt" VALUES(30,46,1,1,'ended','native','7e2e40e6f08850cf19b4895b','a4b19a6273d64d8bb26339861511d9a2','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345222682}');
INSERT INTO "attempt" VALUES(31,66,1,1,'ended','native','81ca07f3dbc55b52a5e4c8eb','549ebb8b08283c5a9dff6484ac89bd35','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345225527}');
INSERT INTO "attempt" VALUES(32,75,1,1,'ended','native','403d50b5e2e9b4cf3b4be468','028931bd0c9619c73b018139fa8e2cd9','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345228361}');
INSERT INTO "attempt" VALUES(33,83,1,1,'ended','native','a4736cfca01de386cdc23ca5','a1f791c59c95b1b205ee6e30c2d42a17','vm',1796126855322516396,1796131055322516396,1796126855350499750,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":698167,"host":"vm","inputs":[{"bytes":434880,"hash":"hqy3mbplud","hash_checked":true,"rows":4530,"run":"053101","type":"peak_basics"}],"peak_memory_bytes":23629824,"program_version":"0.1.0","started_ns":1796126855345231265}');
INSERT INTO "attempt" VALUES(34,1,1,1,'ended','local','4be6c4a4222cba9ebe7b2997','360c4d34747627933d5ca2207f185822','vm',1796126855935377644,1796131055935377644,1796126856530450140,'user_error','killed by signal 6 (Aborted)',NULL,6,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126856514468542,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "signal": 6,
 "started_ns": 1796126855989064105,
 "timed_out": false,
 "token": "360c4d34747627933d5ca2207f185822"
}','','{"command":["sh","-c","kill -6 $$"],"definition_hash":"225298af0efb97d5","duration_ns":525404437,"host":"vm","program_version":"0.1.0","started_ns":1796126855989064105}');
INSERT INTO "attempt" VALUES(35,4,1,1,'ended','local','169222625e529629f6c95d94','adb0a2754d3c6f6454c879b5e1062487','vm',1796126856550357683,1796131056550357683,1796126856637624968,'user_error','cannot start /no/such/program: No such file or directory',NULL,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126856627747932,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "start_error": "cannot start /no/such/program: No such file or directory",
 "started_ns": 1796126856626636761,
 "timed_out": false,
 "token": "adb0a2754d3c6f6454c879b5e1062487"
}','','{"command":["/no/such/program"],"definition_hash":"236b33093f4189cf","duration_ns":1111171,"host":"vm","program_version":"0.1.0","started_ns":1796126856626636761}');
INSERT INTO "attempt" VALUES(36,3,1,1,'ended','local','444e251f4bbf8b437e14e5e2','67c1030817597b2feb4f9f08aaa4e267','vm',1796126856666501618,1796131056666501618,1796126856746324360,'user_error','cannot start /no/such/program: No such file or directory',NULL,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126856733016338,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "start_error": "cannot start /no/such/program: No such file or directory",
 "started_ns": 1796126856730162439,
 "timed_out": false,
 "token": "67c1030817597b2feb4f9f08aaa4e267"
}','','{"command":["/no/such/program"],"definition_hash":"236b33093f4189cf","duration_ns":2853899,"host":"vm","program_version":"0.1.0","started_ns":1796126856730162439}');
INSERT INTO "attempt" VALUES(37,14,1,1,'ended','local','1f5ff6af59431b6d11ab662a','29a0762ddca51d448232494556b5c76f','vm',1796126856774521441,1796131056774521441,1796126856888967489,'user_error','exit code 1',1,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126856865903206,
 "exit_code": 1,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126856847267786,
 "timed_out": false,
 "token": "29a0762ddca51d448232494556b5c76f"
}','','{"command":["sh","-c","exit 1"],"definition_hash":"886a3a7a37798509","duration_ns":18635420,"host":"vm","program_version":"0.1.0","started_ns":1796126856847267786}');
INSERT INTO "attempt" VALUES(38,13,1,1,'ended','local','04625d989a0f68ed834d19b4','2475f681df2b196e8620ae4b44f2daa2','vm',1796126856920742164,1796131056920742164,1796126857033717958,'user_error','exit code 1',1,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126857022474327,
 "exit_code": 1,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126857002673988,
 "timed_out": false,
 "token": "2475f681df2b196e8620ae4b44f2daa2"
}','','{"command":["sh","-c","exit 1"],"definition_hash":"886a3a7a37798509","duration_ns":19800339,"host":"vm","program_version":"0.1.0","started_ns":1796126857002673988}');
INSERT INTO "attempt" VALUES(39,34,1,1,'ended','local','2c2de099b290aa5c00a25a84','209953a26ff655b7d62ab369b8d3a449','vm',1796126857058583431,1796131057058583431,1796126857681517750,'infrastructure','killed from outside (by hand, or the machine ran out of memory)',NULL,9,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126857660264863,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "signal": 9,
 "started_ns": 1796126857142660180,
 "timed_out": false,
 "token": "209953a26ff655b7d62ab369b8d3a449"
}','','{"command":["sh","-c","kill -9 $$"],"definition_hash":"23a072c99ab3206c","duration_ns":517604683,"host":"vm","program_version":"0.1.0","started_ns":1796126857142660180}');
INSERT INTO "attempt" VALUES(40,33,1,1,'ended','local','2fc7b89b03f03b07f7c15588','6afc37fb55cb7e5f4fde1f996712b13e','vm',1796126857689927451,1796131057689927451,1796126858260394640,'infrastructure','killed from outside (by hand, or the machine ran out of memory)',NULL,9,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858238467151,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "signal": 9,
 "started_ns": 1796126857728852176,
 "timed_out": false,
 "token": "6afc37fb55cb7e5f4fde1f996712b13e"
}','','{"command":["sh","-c","kill -9 $$"],"definition_hash":"23a072c99ab3206c","duration_ns":509614975,"host":"vm","program_version":"0.1.0","started_ns":1796126857728852176}');
INSERT INTO "attempt" VALUES(41,36,1,1,'ended','local','0113813b49d8c64a60768959','e24ec5aa63f8ed00930a1f2e46f265db','vm',1796126858274844728,1796131058274844728,1796126858338883996,'user_error','exit code 3: ValueError: 12 is too many',3,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858331107240,
 "exit_code": 3,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 27,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126858317127736,
 "timed_out": false,
 "token": "e24ec5aa63f8ed00930a1f2e46f265db"
}','ValueError: 12 is too many
','{"command":["sh","-c","echo ''ValueError: 12 is too many'' >&2; exit 3"],"definition_hash":"02a950e0343c3cc2","duration_ns":13979504,"host":"vm","program_version":"0.1.0","started_ns":1796126858317127736}');
INSERT INTO "attempt" VALUES(42,35,1,1,'ended','local','90a7b860841eeebeb7189a69','0a42f478a7ce9f46f67668af1377463a','vm',1796126858348864345,1796131058348864345,1796126858422874363,'user_error','exit code 3: ValueError: 12 is too many',3,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858412727882,
 "exit_code": 3,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 27,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126858395783825,
 "timed_out": false,
 "token": "0a42f478a7ce9f46f67668af1377463a"
}','ValueError: 12 is too many
','{"command":["sh","-c","echo ''ValueError: 12 is too many'' >&2; exit 3"],"definition_hash":"02a950e0343c3cc2","duration_ns":16944057,"host":"vm","program_version":"0.1.0","started_ns":1796126858395783825}');
INSERT INTO "attempt" VALUES(43,65,1,1,'ended','local','dcd75a15adc9a5d218e25f24','d8e6b2e7590bc6b55bc6e259ad786fbe','vm',1796126858446548496,1796131058446548496,1796126858522881374,'to_check','exit code 0, but its output has no SUCCESSWITHXOM (success = "marker")',0,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858515449525,
 "exit_code": 0,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 8,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 1564672,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126858500621231,
 "timed_out": false,
 "token": "d8e6b2e7590bc6b55bc6e259ad786fbe"
}','nothing
','{"command":["sh","-c","echo nothing"],"definition_hash":"b4002adf15931d1c","duration_ns":14828294,"host":"vm","peak_memory_bytes":1564672,"program_version":"0.1.0","started_ns":1796126858500621231}');
INSERT INTO "attempt" VALUES(44,64,1,1,'ended','local','58657a8b2ca3ea7f2b861d60','538234fa185415c0d5e2df0a1835280a','vm',1796126858523849842,1796131058523849842,1796126858589865997,'to_check','exit code 0, but its output has no SUCCESSWITHXOM (success = "marker")',0,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858582779792,
 "exit_code": 0,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 8,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 1470464,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126858571446708,
 "timed_out": false,
 "token": "538234fa185415c0d5e2df0a1835280a"
}','nothing
','{"command":["sh","-c","echo nothing"],"definition_hash":"b4002adf15931d1c","duration_ns":11333084,"host":"vm","peak_memory_bytes":1470464,"program_version":"0.1.0","started_ns":1796126858571446708}');
INSERT INTO "attempt" VALUES(45,93,1,1,'ended','local','3aa08de5ea503aeedbbad8b8','75581cba392337fa28e21369480805fe','vm',1796126858598762050,1796131058598762050,1796126858710573790,'to_check','no result document in its results folder',0,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858690491346,
 "exit_code": 0,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126858662823591,
 "timed_out": false,
 "token": "75581cba392337fa28e21369480805fe"
}','','{"command":["sh","-c","true"],"definition_hash":"e2b2d203484ccbda","duration_ns":27667755,"host":"vm","program_version":"0.1.0","started_ns":1796126858662823591}');
INSERT INTO "attempt" VALUES(46,92,1,1,'ended','local','2065aed048d97b462dd9ba32','9d09623af182f1cdc8f5db94c3c91b6d','vm',1796126858714611212,1796131058714611212,1796126858803582762,'to_check','no result document in its results folder',0,NULL,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126858782073544,
 "exit_code": 0,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 0,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "started_ns": 1796126858769590854,
 "timed_out": false,
 "token": "9d09623af182f1cdc8f5db94c3c91b6d"
}','','{"command":["sh","-c","true"],"definition_hash":"e2b2d203484ccbda","duration_ns":12482690,"host":"vm","program_version":"0.1.0","started_ns":1796126858769590854}');
INSERT INTO "attempt" VALUES(47,95,1,1,'ended','local','5d0388568cc0d6ed8a514a9b','984c1a7bf834c7161d4816cf4f4623cd','vm',1796126858804230564,1796127459804230564,1796126859932937992,'resource','stopped at its time limit, after 1.1 s',NULL,15,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126859922456875,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 3313664,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "signal": 15,
 "started_ns": 1796126858868315149,
 "timed_out": true,
 "token": "984c1a7bf834c7161d4816cf4f4623cd"
}','','{"command":["sh","-c","sleep 20"],"definition_hash":"14d18a9d8e1093b9","duration_ns":1054141726,"host":"vm","peak_memory_bytes":3313664,"program_version":"0.1.0","started_ns":1796126858868315149}');
INSERT INTO "attempt" VALUES(48,94,1,1,'ended','local','7e2d2919743b503466eabdf7','d2b4533c51279214cf4fdcf14cd1fe17','vm',1796126859937158191,1796127460937158191,1796126861053452145,'resource','stopped at its time limit, after 1.1 s',NULL,15,'{
 "cancelled": false,
 "disk_full": false,
 "ended_ns": 1796126861044358384,
 "host": "vm",
 "image_missing": false,
 "log_bytes": 0,
 "memory_exceeded": false,
 "outputs": [],
 "peak_memory_bytes": 3309568,
 "refused": [],
 "restarts": 0,
 "says_error": false,
 "says_success": false,
 "signal": 15,
 "started_ns": 1796126859975283132,
 "timed_out": true,
 "token": "d2b4533c51279214cf4fdcf14cd1fe17"
}','','{"command":["sh","-c","sleep 20"],"definition_hash":"14d18a9d8e1093b9","duration_ns":1069075252,"host":"vm","peak_memory_bytes":3309568,"program_version":"0.1.0","started_ns":1796126859975283132}');
INSERT INTO "attempt" VALUES(49,77,2,2,'ended','native','456b914296fafbd8496f12c0','114b5798a8e0326ab0d5d036b3b6a4f7','vm',1796126861210785189,1796130461210785189,1796126861249762843,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":1059975,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":21356544,"program_version":"0.1.0","started_ns":1796126861248727875}');
INSERT INTO "attempt" VALUES(50,7,2,2,'ended','native','5d0964c32d15e1c5f82895c1','8734d0311b40234bd13cc98172e1fd9a','vm',1796126861460721041,1796131061460721041,1796126861486921046,'ok','',NULL,NULL,'','','{"definition_hash":"9003150d32104f39","duration_ns":1041827,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":22298624,"program_version":"0.1.0","started_ns":1796126861478641658}');
INSERT INTO "attempt" VALUES(51,97,1,1,'ended','native','58074d2e2b96388bd0648b6a','81a6ef0c035e354a44288236cc9d359e','vm',1796126861971032365,1796131061971032365,1796126861986865512,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":603296,"host":"vm","inputs":[{"bytes":378144,"hash":"hqy3mbplud","hash_checked":true,"rows":3939,"run":"053104","type":"peak_basics"}],"peak_memory_bytes":21991424,"program_version":"0.1.0","started_ns":1796126861978694160}');
INSERT INTO "attempt" VALUES(52,96,1,1,'ended','native','8038cab8566625184abe186c','b59cfe1ac85784c554492d991a63bfa2','vm',1796126861971032365,1796131061971032365,1796126861986865512,'ok','',NULL,NULL,'','','{"definition_hash":"272d2ddfe4e86f8b","duration_ns":526983,"host":"vm","inputs":[{"bytes":259392,"hash":"hqy3mbplud","hash_checked":true,"rows":2702,"run":"053103","type":"peak_basics"}],"peak_memory_bytes":22417408,"program_version":"0.1.0","started_ns":1796126861979339509}');
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns INTEGER NOT NULL,
  actor TEXT NOT NULL,
  peer TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  request TEXT NOT NULL
) STRICT;
CREATE TABLE command (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns INTEGER NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL CHECK (verb IN ('retry', 'recompute', 'exclude', 'include', 'prioritise', 'cancel')),
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  min_run INTEGER,
  max_run INTEGER,
  states TEXT NOT NULL,
  priority INTEGER NOT NULL,
  reason TEXT NOT NULL,
  done_ns INTEGER,
  tasks INTEGER,
  answer TEXT
) STRICT;
INSERT INTO "command" VALUES(1,1796126861210785189,'xom run','recompute','peaks','v1',53103,53103,'[]',0,'computed again by hand',1796126861210785189,1,'recompute: 1 of 1 matching tasks');
INSERT INTO "command" VALUES(2,1796126861339609803,'root','recompute','area','',53103,53103,'[]',0,'new gains',1796126861339609803,1,'recompute: 1 of 1 matching tasks');
INSERT INTO "command" VALUES(3,1796126861550874831,'root','exclude','decay','',53103,53103,'[]',0,'hot spot',1796126861550874831,1,'exclude: 1 of 1 matching tasks');
INSERT INTO "command" VALUES(4,1796126861625747130,'root','exclude','ranged','',53101,53102,'[]',0,'',1796126861625747130,2,'exclude: 2 of 2 matching tasks');
INSERT INTO "command" VALUES(5,1796126861802355828,'root','exclude','peaks','',53101,53101,'[]',0,'hot spot of PMT 12',1796126861802355828,1,'exclude: 1 of 1 matching tasks');
INSERT INTO "command" VALUES(6,1796126862105512940,'root','retry','exits','',53102,53102,'[]',0,'repaired',1796126862105512940,1,'retry: 1 of 1 matching tasks');
CREATE TABLE comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  user TEXT NOT NULL,
  at_ns INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE definition (
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  current INTEGER NOT NULL,
  first_seen_ns INTEGER NOT NULL,
  PRIMARY KEY (analysis, version)
) STRICT, WITHOUT ROWID;
INSERT INTO "definition" VALUES('aborts','v1',1,'225298af0efb97d5','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 10:kill -6 $$
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',92,1,1796126855251743447);
INSERT INTO "definition" VALUES('absent','v1',1,'236b33093f4189cf','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:1
- 16:/no/such/program
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',120,1,1796126855251743447);
INSERT INTO "definition" VALUES('area','v1',1,'9003150d32104f39','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 26:mean(area, where=area < 0)
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',11,1,1796126855251743447);
INSERT INTO "definition" VALUES('blind','v1',1,'886a3a7a37798509','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:0
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 6:exit 1
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',139,1,1796126855251743447);
INSERT INTO "definition" VALUES('broken','v1',1,'392131ee3d7e5ab2','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 24:count(no_such_field > 1)
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',47,1,1796126855251743447);
INSERT INTO "definition" VALUES('decay','v1',1,'3a8d5875e40ad0f1','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 29:sum(area) / count(area > 1e9)
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',20,1,1796126855251743447);
INSERT INTO "definition" VALUES('dies','v1',1,'23a072c99ab3206c','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 10:kill -9 $$
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',83,1,1796126855251743447);
INSERT INTO "definition" VALUES('exits','v1',1,'02a950e0343c3cc2','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 45:echo ''ValueError: 12 is too many'' >&2; exit 3
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',74,1,1796126855251743447);
INSERT INTO "definition" VALUES('gone','v1',1,'272d2ddfe4e86f8b','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',74,0,1796126855251743447);
INSERT INTO "definition" VALUES('krypton','v1',1,'272d2ddfe4e86f8b','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',56,1,1796126855251743447);
INSERT INTO "definition" VALUES('late','v1',1,'2624bba24778f6a5','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 10:event_info
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',38,1,1796126855251743447);
INSERT INTO "definition" VALUES('marked','v1',1,'b4002adf15931d1c','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 12:echo nothing
folder 1:.
environment 1:0
success_marker 1:1
by_container_list 1:0
containers 1:0
','analyses.toml',129,1,1796126855251743447);
INSERT INTO "definition" VALUES('pairs','v1',1,'272d2ddfe4e86f8b','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',29,1,1796126855251743447);
INSERT INTO "definition" VALUES('peaks','v1',1,'272d2ddfe4e86f8b','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',2,0,1796126855251743447);
INSERT INTO "definition" VALUES('peaks','v2',2,'272d2ddfe4e86f8b','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',2,1,1796126861918704432);
INSERT INTO "definition" VALUES('ranged','v1',1,'272d2ddfe4e86f8b','xom-definition 1:1
kind 6:recipe
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 5:value
value 7:count()
where 0:
histograms 1:0
argv 1:0
folder 0:
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',65,1,1796126855251743447);
INSERT INTO "definition" VALUES('silent','v1',1,'e2b2d203484ccbda','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 4:true
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',101,1,1796126855251743447);
INSERT INTO "definition" VALUES('slow','v1',1,'14d18a9d8e1093b9','xom-definition 1:1
kind 7:command
builtin 0:
group 1:1
data 1:1
type 11:peak_basics
hash 0:
variables 1:1
name 1:x
value 0:
where 0:
histograms 1:0
argv 1:3
- 2:sh
- 2:-c
- 8:sleep 20
folder 1:.
environment 1:0
success_marker 1:0
by_container_list 1:0
containers 1:0
','analyses.toml',110,1,1796126855251743447);
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task,
  sequence INTEGER NOT NULL,
  at_ns INTEGER NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  cause TEXT NOT NULL,
  evidence TEXT NOT NULL,
  actor TEXT NOT NULL,
  UNIQUE (task, sequence)
) STRICT;
INSERT INTO "event" VALUES(1,1,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(2,2,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(3,3,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(4,4,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(5,5,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(6,6,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(7,7,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(8,8,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(9,9,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(10,10,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(11,11,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(12,12,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(13,13,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(14,14,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(15,15,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(16,16,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(17,17,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(18,18,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(19,19,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(20,20,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(21,21,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(22,22,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(23,23,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(24,24,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(25,25,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(26,26,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(27,27,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(28,28,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(29,29,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(30,30,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(31,31,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(32,32,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(33,33,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(34,34,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(35,35,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(36,36,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(37,37,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(38,38,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(39,39,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(40,40,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(41,41,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(42,42,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(43,43,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(44,44,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(45,45,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(46,46,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(47,47,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(48,48,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(49,49,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(50,50,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(51,51,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(52,52,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(53,53,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(54,54,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(55,55,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(56,56,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(57,57,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(58,58,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(59,59,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(60,60,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(61,61,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(62,62,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(63,63,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(64,64,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(65,65,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(66,66,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(67,67,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(68,68,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(69,69,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(70,70,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(71,71,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(72,72,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(73,73,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(74,74,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(75,75,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(76,76,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(77,77,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(78,78,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(79,79,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(80,80,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(81,81,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(82,82,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(83,83,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(84,84,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(85,85,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(86,86,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(87,87,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(88,88,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(89,89,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(90,90,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(91,91,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(92,92,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(93,93,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(94,94,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(95,95,1,1796126855267455234,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(96,32,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(97,91,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(98,82,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(99,54,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(100,63,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(101,23,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(102,12,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(103,45,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(104,14,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(105,74,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(106,13,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(107,52,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(108,72,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(109,30,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(110,89,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(111,61,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(112,21,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(113,43,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(114,69,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(115,8,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(116,49,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(117,58,2,1796126855270811719,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(118,86,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(119,18,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(120,40,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(121,78,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(122,27,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(123,68,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(124,48,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(125,39,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(126,77,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(127,26,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(128,85,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(129,17,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(130,7,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(131,76,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(132,84,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(133,93,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(134,95,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(135,38,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(136,16,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(137,25,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(138,6,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(139,67,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(140,34,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(141,36,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(142,4,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(143,47,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(144,2,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(145,65,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(146,3,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(147,33,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(148,92,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(149,5,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(150,94,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(151,15,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(152,1,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(153,24,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(154,83,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(155,35,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(156,37,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(157,46,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(158,75,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(159,64,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(160,66,2,1796126855270811719,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(161,2,3,1796126855305627181,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(162,8,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(163,18,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(164,27,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(165,40,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(166,49,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(167,69,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(168,78,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(169,86,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(170,7,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(171,17,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(172,26,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(173,39,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(174,48,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(175,68,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(176,77,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(177,85,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(178,6,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(179,16,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(180,25,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(181,38,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(182,47,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(183,67,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(184,76,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(185,84,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(186,5,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(187,15,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(188,24,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(189,37,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(190,46,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(191,66,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(192,75,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(193,83,3,1796126855322516396,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(194,8,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 2','engine');
INSERT INTO "event" VALUES(195,18,4,1796126855339377520,'submitted','failed','user_error','attempt 3','engine');
INSERT INTO "event" VALUES(196,27,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 4','engine');
INSERT INTO "event" VALUES(197,40,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 5','engine');
INSERT INTO "event" VALUES(198,49,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 6','engine');
INSERT INTO "event" VALUES(199,69,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 7','engine');
INSERT INTO "event" VALUES(200,78,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 8','engine');
INSERT INTO "event" VALUES(201,86,4,1796126855339377520,'submitted','waiting','corrupt_data','attempt 9','engine');
INSERT INTO "event" VALUES(202,7,4,1796126855339377520,'submitted','done','ok','attempt 10','engine');
INSERT INTO "event" VALUES(203,17,4,1796126855339377520,'submitted','failed','user_error','attempt 11','engine');
INSERT INTO "event" VALUES(204,26,4,1796126855339377520,'submitted','done','ok','attempt 12','engine');
INSERT INTO "event" VALUES(205,39,4,1796126855339377520,'submitted','done','ok','attempt 13','engine');
INSERT INTO "event" VALUES(206,48,4,1796126855339377520,'submitted','done','ok','attempt 14','engine');
INSERT INTO "event" VALUES(207,68,4,1796126855339377520,'submitted','done','ok','attempt 15','engine');
INSERT INTO "event" VALUES(208,77,4,1796126855339377520,'submitted','done','ok','attempt 16','engine');
INSERT INTO "event" VALUES(209,85,4,1796126855339377520,'submitted','done','ok','attempt 17','engine');
INSERT INTO "event" VALUES(210,6,4,1796126855350499750,'submitted','done','ok','attempt 18','engine');
INSERT INTO "event" VALUES(211,16,4,1796126855350499750,'submitted','failed','user_error','attempt 19','engine');
INSERT INTO "event" VALUES(212,25,4,1796126855350499750,'submitted','done','ok','attempt 20','engine');
INSERT INTO "event" VALUES(213,38,4,1796126855350499750,'submitted','done','ok','attempt 21','engine');
INSERT INTO "event" VALUES(214,47,4,1796126855350499750,'submitted','done','ok','attempt 22','engine');
INSERT INTO "event" VALUES(215,67,4,1796126855350499750,'submitted','done','ok','attempt 23','engine');
INSERT INTO "event" VALUES(216,76,4,1796126855350499750,'submitted','done','ok','attempt 24','engine');
INSERT INTO "event" VALUES(217,84,4,1796126855350499750,'submitted','done','ok','attempt 25','engine');
INSERT INTO "event" VALUES(218,5,4,1796126855350499750,'submitted','done','ok','attempt 26','engine');
INSERT INTO "event" VALUES(219,15,4,1796126855350499750,'submitted','failed','user_error','attempt 27','engine');
INSERT INTO "event" VALUES(220,24,4,1796126855350499750,'submitted','done','ok','attempt 28','engine');
INSERT INTO "event" VALUES(221,37,4,1796126855350499750,'submitted','done','ok','attempt 29','engine');
INSERT INTO "event" VALUES(222,46,4,1796126855350499750,'submitted','done','ok','attempt 30','engine');
INSERT INTO "event" VALUES(223,66,4,1796126855350499750,'submitted','done','ok','attempt 31','engine');
INSERT INTO "event" VALUES(224,75,4,1796126855350499750,'submitted','done','ok','attempt 32','engine');
INSERT INTO "event" VALUES(225,83,4,1796126855350499750,'submitted','done','ok','attempt 33','engine');
INSERT INTO "event" VALUES(226,2,4,1796126855923045667,'submitted','failed','user_error','attempt 1','engine');
INSERT INTO "event" VALUES(227,1,3,1796126855935377644,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(228,1,4,1796126856530450140,'submitted','failed','user_error','attempt 34','engine');
INSERT INTO "event" VALUES(229,4,3,1796126856550357683,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(230,4,4,1796126856637624968,'submitted','failed','user_error','attempt 35','engine');
INSERT INTO "event" VALUES(231,3,3,1796126856666501618,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(232,3,4,1796126856746324360,'submitted','failed','user_error','attempt 36','engine');
INSERT INTO "event" VALUES(233,14,3,1796126856774521441,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(234,14,4,1796126856888967489,'submitted','failed','user_error','attempt 37','engine');
INSERT INTO "event" VALUES(235,13,3,1796126856920742164,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(236,13,4,1796126857033717958,'submitted','failed','user_error','attempt 38','engine');
INSERT INTO "event" VALUES(237,34,3,1796126857058583431,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(238,34,4,1796126857681517750,'submitted','todo','infrastructure','attempt 39','engine');
INSERT INTO "event" VALUES(239,33,3,1796126857689927451,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(240,33,4,1796126858260394640,'submitted','todo','infrastructure','attempt 40','engine');
INSERT INTO "event" VALUES(241,36,3,1796126858274844728,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(242,36,4,1796126858338883996,'submitted','failed','user_error','attempt 41','engine');
INSERT INTO "event" VALUES(243,35,3,1796126858348864345,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(244,35,4,1796126858422874363,'submitted','failed','user_error','attempt 42','engine');
INSERT INTO "event" VALUES(245,65,3,1796126858446548496,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(246,65,4,1796126858522881374,'submitted','tocheck','to_check','attempt 43','engine');
INSERT INTO "event" VALUES(247,64,3,1796126858523849842,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(248,64,4,1796126858589865997,'submitted','tocheck','to_check','attempt 44','engine');
INSERT INTO "event" VALUES(249,93,3,1796126858598762050,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(250,93,4,1796126858710573790,'submitted','tocheck','to_check','attempt 45','engine');
INSERT INTO "event" VALUES(251,92,3,1796126858714611212,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(252,92,4,1796126858803582762,'submitted','tocheck','to_check','attempt 46','engine');
INSERT INTO "event" VALUES(253,95,3,1796126858804230564,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(254,95,4,1796126859932937992,'submitted','todo','resource','attempt 47','engine');
INSERT INTO "event" VALUES(255,94,3,1796126859937158191,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(256,94,4,1796126861053452145,'submitted','todo','resource','attempt 48','engine');
INSERT INTO "event" VALUES(257,77,5,1796126861210785189,'done','todo','recompute','command 1: computed again by hand','xom run');
INSERT INTO "event" VALUES(258,77,6,1796126861210785189,'todo','submitted','submit','attempt 2','xom run');
INSERT INTO "event" VALUES(259,77,7,1796126861249762843,'submitted','done','ok','attempt 49','xom run');
INSERT INTO "event" VALUES(260,7,5,1796126861339609803,'done','todo','recompute','command 2: new gains','root');
INSERT INTO "event" VALUES(261,7,6,1796126861460721041,'todo','submitted','submit','attempt 2','engine');
INSERT INTO "event" VALUES(262,7,7,1796126861486921046,'submitted','done','ok','attempt 50','engine');
INSERT INTO "event" VALUES(263,26,5,1796126861550874831,'done','withdrawn','exclude','command 3: hot spot','root');
INSERT INTO "event" VALUES(264,84,5,1796126861625747130,'done','withdrawn','exclude','command 4','root');
INSERT INTO "event" VALUES(265,83,5,1796126861625747130,'done','withdrawn','exclude','command 4','root');
INSERT INTO "event" VALUES(266,6,5,1796126861758515882,'done','withdrawn','tag ''messy'' is excluded (exclude_tags)','','engine');
INSERT INTO "event" VALUES(267,76,5,1796126861758515882,'done','withdrawn','tag ''messy'' is excluded (exclude_tags)','','engine');
INSERT INTO "event" VALUES(268,75,5,1796126861802355828,'done','withdrawn','exclude','command 5: hot spot of PMT 12','root');
INSERT INTO "event" VALUES(269,96,1,1796126861920651148,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(270,97,1,1796126861920651148,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(271,98,1,1796126861920651148,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(272,99,1,1796126861920651148,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(273,100,1,1796126861920651148,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(274,101,1,1796126861920651148,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(275,40,5,1796126861920651148,'waiting','withdrawn','analysis ''gone'' is not configured any more','','engine');
INSERT INTO "event" VALUES(276,41,2,1796126861920651148,'waiting','withdrawn','analysis ''gone'' is not configured any more','','engine');
INSERT INTO "event" VALUES(277,42,2,1796126861920651148,'waiting','withdrawn','analysis ''gone'' is not configured any more','','engine');
INSERT INTO "event" VALUES(278,43,3,1796126861920651148,'tocheck','withdrawn','analysis ''gone'' is not configured any more','','engine');
INSERT INTO "event" VALUES(279,44,2,1796126861920651148,'waiting','withdrawn','analysis ''gone'' is not configured any more','','engine');
INSERT INTO "event" VALUES(280,45,3,1796126861920651148,'tocheck','withdrawn','analysis ''gone'' is not configured any more','','engine');
INSERT INTO "event" VALUES(281,48,5,1796126861920651148,'done','withdrawn','mode ''background_linked'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(282,46,5,1796126861920651148,'done','withdrawn','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(283,50,2,1796126861920651148,'waiting','withdrawn','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(284,51,2,1796126861920651148,'waiting','withdrawn','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(285,52,3,1796126861920651148,'tocheck','withdrawn','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(286,53,2,1796126861920651148,'waiting','withdrawn','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(287,54,3,1796126861920651148,'tocheck','withdrawn','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(288,49,5,1796126861920651148,'waiting','withdrawn','mode ''tpc_rn220'' is not one of ''tpc_kr83m'' (run_mode)','','engine');
INSERT INTO "event" VALUES(289,78,5,1796126861920651148,'waiting','withdrawn','version v1 is superseded by v2','','engine');
INSERT INTO "event" VALUES(290,79,2,1796126861920651148,'waiting','withdrawn','version v1 is superseded by v2','','engine');
INSERT INTO "event" VALUES(291,80,2,1796126861920651148,'waiting','withdrawn','version v1 is superseded by v2','','engine');
INSERT INTO "event" VALUES(292,81,2,1796126861920651148,'waiting','withdrawn','version v1 is superseded by v2','','engine');
INSERT INTO "event" VALUES(293,82,3,1796126861920651148,'tocheck','withdrawn','version v1 is superseded by v2','','engine');
INSERT INTO "event" VALUES(294,102,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(295,103,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(296,104,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(297,105,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(298,106,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(299,107,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(300,108,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(301,109,1,1796126861950833102,'','waiting','plan','','engine');
INSERT INTO "event" VALUES(302,101,2,1796126861954544836,'waiting','tocheck','data','','engine');
INSERT INTO "event" VALUES(303,97,2,1796126861954544836,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(304,96,2,1796126861954544836,'waiting','todo','data','','engine');
INSERT INTO "event" VALUES(305,97,3,1796126861971032365,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(306,96,3,1796126861971032365,'todo','submitted','submit','attempt 1','engine');
INSERT INTO "event" VALUES(307,97,4,1796126861986865512,'submitted','waiting','corrupt_data','attempt 51','engine');
INSERT INTO "event" VALUES(308,96,4,1796126861986865512,'submitted','done','ok','attempt 52','engine');
INSERT INTO "event" VALUES(309,46,6,1796126862039235607,'withdrawn','withdrawn','prune','results deleted','engine');
INSERT INTO "event" VALUES(310,48,6,1796126862039235607,'withdrawn','withdrawn','prune','results deleted','engine');
INSERT INTO "event" VALUES(311,36,5,1796126862105512940,'failed','todo','retry','command 6: repaired','root');
CREATE TABLE exclusion (
  id INTEGER PRIMARY KEY,
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  min_run INTEGER,
  max_run INTEGER,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ns INTEGER NOT NULL
) STRICT;
INSERT INTO "exclusion" VALUES(1,'decay','',53103,53103,'root','hot spot',1796126861550874831);
INSERT INTO "exclusion" VALUES(2,'ranged','',53101,53102,'root','',1796126861625747130);
INSERT INTO "exclusion" VALUES(3,'peaks','',53101,53101,'root','hot spot of PMT 12',1796126861802355828);
CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "fact" VALUES('last_pass_ns','1796126861982951098');
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started_ns INTEGER NOT NULL,
  expires_ns INTEGER NOT NULL
) STRICT;
INSERT INTO "lease" VALUES(1,'vm','c60e84fa-5d9e-4021-9a01-4125ad0662ec',6643,1796126861944844994,1796126861995173622);
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES event
) STRICT;
CREATE TABLE result (
  series INTEGER NOT NULL,
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  wanted INTEGER NOT NULL,
  value REAL,
  error REAL,
  n INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status = 'ok' OR status = 'empty' OR status = 'failed'),
  generation INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  reason TEXT,
  details TEXT,
  crc INTEGER NOT NULL,
  PRIMARY KEY (series, run, task)
) STRICT, WITHOUT ROWID;
INSERT INTO "result" VALUES(1,53101,5,1,-3.5,NULL,1,'ok',1,26,'one entry has no spread',NULL,499337771);
INSERT INTO "result" VALUES(1,53102,6,0,NULL,NULL,0,'empty',1,18,'no entries',NULL,2170226888);
INSERT INTO "result" VALUES(1,53103,7,1,NULL,NULL,0,'empty',2,50,'no entries',NULL,2048813459);
INSERT INTO "result" VALUES(2,53101,24,1,1.00000001504746621988e+30,4.00706083594223e+22,1,'ok',1,28,NULL,NULL,1523599760);
INSERT INTO "result" VALUES(2,53102,25,1,NULL,NULL,0,'empty',1,20,'no entries',NULL,2727791137);
INSERT INTO "result" VALUES(2,53103,26,0,NULL,NULL,0,'empty',1,12,'no entries',NULL,3666902283);
INSERT INTO "result" VALUES(3,53101,37,1,4530.0,6.73052746818553657712e+01,4530,'ok',1,29,NULL,NULL,2120814451);
INSERT INTO "result" VALUES(3,53102,38,1,6992.0,83.6181798414675,6992,'ok',1,21,NULL,NULL,211198273);
INSERT INTO "result" VALUES(3,53103,39,1,2702.0,5.19807656734681060566e+01,2702,'ok',1,13,NULL,NULL,3870345885);
INSERT INTO "result" VALUES(4,53102,47,1,6992.0,83.6181798414675,6992,'ok',1,22,NULL,NULL,2629697464);
INSERT INTO "result" VALUES(5,53101,66,1,4530.0,6.73052746818553657712e+01,4530,'ok',1,31,NULL,NULL,519768250);
INSERT INTO "result" VALUES(5,53102,67,1,6992.0,83.6181798414675,6992,'ok',1,23,NULL,NULL,4186618286);
INSERT INTO "result" VALUES(5,53103,68,1,2702.0,5.19807656734681060566e+01,2702,'ok',1,15,NULL,NULL,1984951641);
INSERT INTO "result" VALUES(6,53101,75,0,4530.0,6.73052746818553657712e+01,4530,'ok',1,32,NULL,NULL,1891191251);
INSERT INTO "result" VALUES(6,53102,76,0,6992.0,83.6181798414675,6992,'ok',1,24,NULL,NULL,3346097246);
INSERT INTO "result" VALUES(6,53103,77,1,2702.0,5.19807656734681060566e+01,2702,'ok',2,49,NULL,NULL,3994426508);
INSERT INTO "result" VALUES(7,53101,83,0,4530.0,6.73052746818553657712e+01,4530,'ok',1,33,NULL,NULL,2050143883);
INSERT INTO "result" VALUES(7,53102,84,0,6992.0,83.6181798414675,6992,'ok',1,25,NULL,NULL,3455752966);
INSERT INTO "result" VALUES(7,53103,85,1,2702.0,5.19807656734681060566e+01,2702,'ok',1,17,NULL,NULL,887790004);
INSERT INTO "result" VALUES(8,53103,96,1,2702.0,5.19807656734681060566e+01,2702,'ok',1,52,NULL,NULL,4150029095);
CREATE TABLE run (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  mode TEXT NOT NULL,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  start_ns INTEGER,
  end_ns INTEGER,
  detectors TEXT NOT NULL,
  tags TEXT NOT NULL,
  comments TEXT NOT NULL,
  numbers TEXT NOT NULL,
  data TEXT NOT NULL,
  hash TEXT NOT NULL,
  first_seen_ns INTEGER NOT NULL,
  changed_ns INTEGER NOT NULL
) STRICT;
INSERT INTO "run" VALUES(53101,'053101','tpc_bkg','none','',1796123207142000000,1796123255142000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":47.05,"rate.tpc.max":66.0}','[]','1302b0239f242e16',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53102,'053102','tpc_kr83m','Kr83m','',1796123215142000000,1796123255142000000,'["tpc"]','["_sr_synthetic","messy"]','[]','{"rate.tpc.avg":166.4,"rate.tpc.max":220.0}','[]','6e68d0b47caee17c',1796126855263636822,1796126861755068712);
INSERT INTO "run" VALUES(53103,'053103','background_linked','none','',1796116022142000000,1796116055142000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":45.5,"rate.tpc.max":64.0}','[]','aeb5348e66d91031',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53104,'053104','tpc_rn220','Rn220','',1700010800000000000,1700010822000000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":73.4,"rate.tpc.max":100.0}','[]','491b3ac1e3676f76',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53105,'053105','tpc_bkg','none','',1796123243142000000,1796123255142000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":42.4,"rate.tpc.max":60.0}','[]','a64d7cfe4d40acc5',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53106,'053106','tpc_bkg','none','',1796119631142000000,1796119655142000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":45.5,"rate.tpc.max":64.0}','[]','4bd1bd35fde21106',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53108,'053108','tpc_bkg','none','',1700025200000000000,1700025210000000000,'["tpc"]','["_sr_synthetic","messy"]','[]','{"rate.tpc.avg":45.5,"rate.tpc.max":64.0}','[]','2edfe06e2ecb9abd',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53110,'053110','tpc_bkg','none','',1796123207142000000,1796123255142000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":47.05,"rate.tpc.max":66.0}','[]','1d11538309f569ca',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53111,'053111','tpc_bkg','none','',1700000000000000000,1700000048000000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":47.05,"rate.tpc.max":66.0}','[]','f88037041cc9e712',1796126855263636822,1796126855263636822);
INSERT INTO "run" VALUES(53112,'053112','tpc_bkg','none','transferring',1796123207142000000,1796123255142000000,'["tpc"]','["_sr_synthetic"]','[]','{"rate.tpc.avg":47.05,"rate.tpc.max":66.0}','[]','ab957d1cdd7ed73f',1796126861947097554,1796126861947097554);
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  variable TEXT NOT NULL,
  unit TEXT NOT NULL,
  UNIQUE (stream, variable, unit)
) STRICT;
INSERT INTO "series" VALUES(1,3,'value','1');
INSERT INTO "series" VALUES(2,6,'value','1');
INSERT INTO "series" VALUES(3,9,'value','1');
INSERT INTO "series" VALUES(4,10,'value','1');
INSERT INTO "series" VALUES(5,13,'value','1');
INSERT INTO "series" VALUES(6,14,'value','1');
INSERT INTO "series" VALUES(7,15,'value','1');
INSERT INTO "series" VALUES(8,18,'value','1');
CREATE TABLE session (
  secret_hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  begun_ns INTEGER NOT NULL,
  used_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sink (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE sink_refused (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  at_ns INTEGER NOT NULL,
  line TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE sink_run (
  sink TEXT NOT NULL,
  run INTEGER NOT NULL,
  time_ns INTEGER NOT NULL,
  detector TEXT NOT NULL,
  mode TEXT NOT NULL,
  PRIMARY KEY (sink, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  container TEXT NOT NULL,
  UNIQUE (analysis, version, container)
) STRICT;
INSERT INTO "stream" VALUES(1,'aborts','v1','');
INSERT INTO "stream" VALUES(2,'absent','v1','');
INSERT INTO "stream" VALUES(3,'area','v1','');
INSERT INTO "stream" VALUES(4,'blind','v1','');
INSERT INTO "stream" VALUES(5,'broken','v1','');
INSERT INTO "stream" VALUES(6,'decay','v1','');
INSERT INTO "stream" VALUES(7,'dies','v1','');
INSERT INTO "stream" VALUES(8,'exits','v1','');
INSERT INTO "stream" VALUES(9,'gone','v1','');
INSERT INTO "stream" VALUES(10,'krypton','v1','');
INSERT INTO "stream" VALUES(11,'late','v1','');
INSERT INTO "stream" VALUES(12,'marked','v1','');
INSERT INTO "stream" VALUES(13,'pairs','v1','');
INSERT INTO "stream" VALUES(14,'peaks','v1','');
INSERT INTO "stream" VALUES(15,'ranged','v1','');
INSERT INTO "stream" VALUES(16,'silent','v1','');
INSERT INTO "stream" VALUES(17,'slow','v1','');
INSERT INTO "stream" VALUES(18,'peaks','v2','');
CREATE TABLE superseded (
  series INTEGER NOT NULL REFERENCES series,
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  superseded_ns INTEGER NOT NULL,
  value REAL,
  error REAL,
  n INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  reason TEXT,
  details TEXT,
  crc INTEGER NOT NULL,
  PRIMARY KEY (series, run, task, generation)
) STRICT, WITHOUT ROWID;
INSERT INTO "superseded" VALUES(1,53103,7,1,1796126861486921046,NULL,NULL,0,'empty',10,'no entries',NULL,2522809459);
INSERT INTO "superseded" VALUES(6,53103,77,1,1796126861249762843,2702.0,5.19807656734681060566e+01,2702,'ok',16,NULL,NULL,1046570732);
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  run INTEGER NOT NULL,
  runs TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'todo' OR state = 'submitted'
    OR state = 'done' OR state = 'failed' OR state = 'tocheck'),
  wanted INTEGER NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT 1,
  tries INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  error_class TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  next_ns INTEGER,
  changed_ns INTEGER NOT NULL,
  events INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (stream, run, runs)
) STRICT;
INSERT INTO "task" VALUES(1,1,53101,'53101','failed',1,1,1,0,'user_error','killed by signal 6 (Aborted) (given up after 1 try)',NULL,1796126856530450140,4,1);
INSERT INTO "task" VALUES(2,1,53102,'53102','failed',1,1,1,0,'user_error','killed by signal 6 (Aborted) (given up after 1 try)',NULL,1796126855923045667,4,1);
INSERT INTO "task" VALUES(3,2,53101,'53101','failed',1,1,1,0,'user_error','cannot start /no/such/program: No such file or directory (given up after 1 try)',NULL,1796126856746324360,4,1);
INSERT INTO "task" VALUES(4,2,53102,'53102','failed',1,1,1,0,'user_error','cannot start /no/such/program: No such file or directory (given up after 1 try)',NULL,1796126856637624968,4,1);
INSERT INTO "task" VALUES(5,3,53101,'53101','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(6,3,53102,'53102','done',0,1,0,0,'','tag ''messy'' is excluded (exclude_tags)',NULL,1796126861758515882,5,1);
INSERT INTO "task" VALUES(7,3,53103,'53103','done',1,2,0,0,'','',NULL,1796126861486921046,7,2);
INSERT INTO "task" VALUES(8,3,53104,'53104','waiting',1,1,1,0,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',1796127283459338655,1796126855339377520,4,1);
INSERT INTO "task" VALUES(9,3,53105,'53105','waiting',1,1,0,0,'damaged','peak_basics of run 053105 (hqy3mbplud) is damaged: file peak_basics-hqy3mbplud-metadata.json: not JSON, or half written: parse error at line 1, column 12: syntax error while parsing value - unexpected end of input; expected ''['', ''{'', or a literal',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(10,3,53106,'53106','waiting',1,1,0,0,'incomplete','peak_basics of run 053106 (hqy3mbplud) is incomplete: being written, or its writer was killed: 3 chunks so far',1796127755286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(11,3,53110,'53110','waiting',1,1,0,0,'missing','peak_basics of run 053110 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(12,3,53111,'53111','tocheck',1,1,0,0,'missing','peak_basics of run 053111 is missing, 1112 d 13 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(13,4,53110,'53110','failed',1,1,1,0,'user_error','exit code 1 (given up after 1 try)',NULL,1796126857033717958,4,1);
INSERT INTO "task" VALUES(14,4,53111,'53111','failed',1,1,1,0,'user_error','exit code 1 (given up after 1 try)',NULL,1796126856888967489,4,1);
INSERT INTO "task" VALUES(15,5,53101,'53101','failed',1,1,1,0,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ... (given up after 1 try)',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(16,5,53102,'53102','failed',1,1,1,0,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ... (given up after 1 try)',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(17,5,53103,'53103','failed',1,1,1,0,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ... (given up after 1 try)',NULL,1796126855339377520,4,1);
INSERT INTO "task" VALUES(18,5,53104,'53104','failed',1,1,1,0,'user_error','variable ''value'': expression: there is no column ''no_such_field''
  count(no_such_field > 1)
        ^~~~~~~~~~~~~
hint: there are time, endtime, center_time, area, n_hits, n_channels, top_n_channels, max_pmt, max_pmt_area, ... (given up after 1 try)',NULL,1796126855339377520,4,1);
INSERT INTO "task" VALUES(19,5,53105,'53105','waiting',1,1,0,0,'damaged','peak_basics of run 053105 (hqy3mbplud) is damaged: file peak_basics-hqy3mbplud-metadata.json: not JSON, or half written: parse error at line 1, column 12: syntax error while parsing value - unexpected end of input; expected ''['', ''{'', or a literal',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(20,5,53106,'53106','waiting',1,1,0,0,'incomplete','peak_basics of run 053106 (hqy3mbplud) is incomplete: being written, or its writer was killed: 3 chunks so far',1796127755286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(21,5,53108,'53108','tocheck',1,1,0,0,'damaged','peak_basics of run 053108 (hqy3mbplud) is damaged: chunk 0: file peak_basics-hqy3mbplud-000000 has 20174 bytes, 20274 were promised, 1112 d 6 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(22,5,53110,'53110','waiting',1,1,0,0,'missing','peak_basics of run 053110 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(23,5,53111,'53111','tocheck',1,1,0,0,'missing','peak_basics of run 053111 is missing, 1112 d 13 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(24,6,53101,'53101','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(25,6,53102,'53102','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(26,6,53103,'53103','done',0,1,0,0,'','excluded by root: hot spot',NULL,1796126861550874831,5,1);
INSERT INTO "task" VALUES(27,6,53104,'53104','waiting',1,1,1,0,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',1796127174376363439,1796126855339377520,4,1);
INSERT INTO "task" VALUES(28,6,53105,'53105','waiting',1,1,0,0,'damaged','peak_basics of run 053105 (hqy3mbplud) is damaged: file peak_basics-hqy3mbplud-metadata.json: not JSON, or half written: parse error at line 1, column 12: syntax error while parsing value - unexpected end of input; expected ''['', ''{'', or a literal',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(29,6,53106,'53106','waiting',1,1,0,0,'incomplete','peak_basics of run 053106 (hqy3mbplud) is incomplete: being written, or its writer was killed: 3 chunks so far',1796127755286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(30,6,53108,'53108','tocheck',1,1,0,0,'damaged','peak_basics of run 053108 (hqy3mbplud) is damaged: chunk 0: file peak_basics-hqy3mbplud-000000 has 20174 bytes, 20274 were promised, 1112 d 6 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(31,6,53110,'53110','waiting',1,1,0,0,'missing','peak_basics of run 053110 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(32,6,53111,'53111','tocheck',1,1,0,0,'missing','peak_basics of run 053111 is missing, 1112 d 13 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(33,7,53101,'53101','todo',1,1,1,0,'infrastructure','killed from outside (by hand, or the machine ran out of memory)',1796126928745741154,1796126858260394640,4,1);
INSERT INTO "task" VALUES(34,7,53102,'53102','todo',1,1,1,0,'infrastructure','killed from outside (by hand, or the machine ran out of memory)',1796126894065919545,1796126857681517750,4,1);
INSERT INTO "task" VALUES(35,8,53101,'53101','failed',1,1,1,0,'user_error','exit code 3: ValueError: 12 is too many (given up after 1 try)',NULL,1796126858422874363,4,1);
INSERT INTO "task" VALUES(36,8,53102,'53102','todo',1,1,0,0,'','retry by root: repaired',NULL,1796126862105512940,5,1);
INSERT INTO "task" VALUES(37,9,53101,'53101','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(38,9,53102,'53102','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(39,9,53103,'53103','done',1,1,0,0,'','',NULL,1796126855339377520,4,1);
INSERT INTO "task" VALUES(40,9,53104,'53104','waiting',0,1,1,0,'corrupt_data','analysis ''gone'' is not configured any more',1796127299550381301,1796126861920651148,5,1);
INSERT INTO "task" VALUES(41,9,53105,'53105','waiting',0,1,0,0,'damaged','analysis ''gone'' is not configured any more',1796127305286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(42,9,53106,'53106','waiting',0,1,0,0,'incomplete','analysis ''gone'' is not configured any more',1796127755286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(43,9,53108,'53108','tocheck',0,1,0,0,'damaged','analysis ''gone'' is not configured any more',1796213255270811719,1796126861920651148,3,0);
INSERT INTO "task" VALUES(44,9,53110,'53110','waiting',0,1,0,0,'missing','analysis ''gone'' is not configured any more',1796127305286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(45,9,53111,'53111','tocheck',0,1,0,0,'missing','analysis ''gone'' is not configured any more',1796213255270811719,1796126861920651148,3,0);
INSERT INTO "task" VALUES(46,10,53101,'53101','waiting',0,2,0,0,'','its results were deleted: mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)',NULL,1796126862039235607,6,1);
INSERT INTO "task" VALUES(47,10,53102,'53102','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(48,10,53103,'53103','waiting',0,2,0,0,'','its results were deleted: mode ''background_linked'' is not one of ''tpc_kr83m'' (run_mode)',NULL,1796126862039235607,6,1);
INSERT INTO "task" VALUES(49,10,53104,'53104','waiting',0,1,1,0,'corrupt_data','mode ''tpc_rn220'' is not one of ''tpc_kr83m'' (run_mode)',1796127678075483226,1796126861920651148,5,1);
INSERT INTO "task" VALUES(50,10,53105,'53105','waiting',0,1,0,0,'damaged','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)',1796127305286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(51,10,53106,'53106','waiting',0,1,0,0,'incomplete','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)',1796127755286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(52,10,53108,'53108','tocheck',0,1,0,0,'damaged','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)',1796213255270811719,1796126861920651148,3,0);
INSERT INTO "task" VALUES(53,10,53110,'53110','waiting',0,1,0,0,'missing','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)',1796127305286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(54,10,53111,'53111','tocheck',0,1,0,0,'missing','mode ''tpc_bkg'' is not one of ''tpc_kr83m'' (run_mode)',1796213255270811719,1796126861920651148,3,0);
INSERT INTO "task" VALUES(55,11,53101,'53101','waiting',1,1,0,0,'missing','event_info of run 053101 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(56,11,53102,'53102','waiting',1,1,0,0,'missing','event_info of run 053102 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(57,11,53103,'53103','waiting',1,1,0,0,'missing','event_info of run 053103 is missing',1796128205286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(58,11,53104,'53104','tocheck',1,1,0,0,'missing','event_info of run 053104 is missing, 1112 d 10 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(59,11,53105,'53105','waiting',1,1,0,0,'missing','event_info of run 053105 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(60,11,53106,'53106','waiting',1,1,0,0,'missing','event_info of run 053106 is missing',1796127755286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(61,11,53108,'53108','tocheck',1,1,0,0,'missing','event_info of run 053108 is missing, 1112 d 6 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(62,11,53110,'53110','waiting',1,1,0,0,'missing','event_info of run 053110 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(63,11,53111,'53111','tocheck',1,1,0,0,'missing','event_info of run 053111 is missing, 1112 d 13 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(64,12,53101,'53101','tocheck',1,1,1,0,'to_check','exit code 0, but its output has no SUCCESSWITHXOM (success = "marker")',NULL,1796126858589865997,4,1);
INSERT INTO "task" VALUES(65,12,53102,'53102','tocheck',1,1,1,0,'to_check','exit code 0, but its output has no SUCCESSWITHXOM (success = "marker")',NULL,1796126858522881374,4,1);
INSERT INTO "task" VALUES(66,13,53101,'53101','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(67,13,53102,'53102','done',1,1,0,0,'','',NULL,1796126855350499750,4,1);
INSERT INTO "task" VALUES(68,13,53103,'53103','done',1,1,0,0,'','',NULL,1796126855339377520,4,1);
INSERT INTO "task" VALUES(69,13,53104,'53104','waiting',1,1,1,0,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',1796127168020633352,1796126855339377520,4,1);
INSERT INTO "task" VALUES(70,13,53105,'53105','waiting',1,1,0,0,'damaged','peak_basics of run 053105 (hqy3mbplud) is damaged: file peak_basics-hqy3mbplud-metadata.json: not JSON, or half written: parse error at line 1, column 12: syntax error while parsing value - unexpected end of input; expected ''['', ''{'', or a literal',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(71,13,53106,'53106','waiting',1,1,0,0,'incomplete','peak_basics of run 053106 (hqy3mbplud) is incomplete: being written, or its writer was killed: 3 chunks so far',1796127755286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(72,13,53108,'53108','tocheck',1,1,0,0,'damaged','peak_basics of run 053108 (hqy3mbplud) is damaged: chunk 0: file peak_basics-hqy3mbplud-000000 has 20174 bytes, 20274 were promised, 1112 d 6 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(73,13,53110,'53110','waiting',1,1,0,0,'missing','peak_basics of run 053110 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(74,13,53111,'53111','tocheck',1,1,0,0,'missing','peak_basics of run 053111 is missing, 1112 d 13 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(75,14,53101,'53101','done',0,1,0,0,'','excluded by root: hot spot of PMT 12',NULL,1796126861802355828,5,1);
INSERT INTO "task" VALUES(76,14,53102,'53102','done',0,1,0,0,'','tag ''messy'' is excluded (exclude_tags)',NULL,1796126861758515882,5,1);
INSERT INTO "task" VALUES(77,14,53103,'53103','done',1,2,0,0,'','',NULL,1796126861249762843,7,2);
INSERT INTO "task" VALUES(78,14,53104,'53104','waiting',0,1,1,0,'corrupt_data','version v1 is superseded by v2',1796127364143071614,1796126861920651148,5,1);
INSERT INTO "task" VALUES(79,14,53105,'53105','waiting',0,1,0,0,'damaged','version v1 is superseded by v2',1796127305286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(80,14,53106,'53106','waiting',0,1,0,0,'incomplete','version v1 is superseded by v2',1796127755286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(81,14,53110,'53110','waiting',0,1,0,0,'missing','version v1 is superseded by v2',1796127305286913183,1796126861920651148,2,0);
INSERT INTO "task" VALUES(82,14,53111,'53111','tocheck',0,1,0,0,'missing','version v1 is superseded by v2',1796213255270811719,1796126861920651148,3,0);
INSERT INTO "task" VALUES(83,15,53101,'53101','done',0,1,0,0,'','excluded by root',NULL,1796126861625747130,5,1);
INSERT INTO "task" VALUES(84,15,53102,'53102','done',0,1,0,0,'','excluded by root',NULL,1796126861625747130,5,1);
INSERT INTO "task" VALUES(85,15,53103,'53103','done',1,1,0,0,'','',NULL,1796126855339377520,4,1);
INSERT INTO "task" VALUES(86,15,53104,'53104','waiting',1,1,1,0,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',1796127549732823198,1796126855339377520,4,1);
INSERT INTO "task" VALUES(87,15,53105,'53105','waiting',1,1,0,0,'damaged','peak_basics of run 053105 (hqy3mbplud) is damaged: file peak_basics-hqy3mbplud-metadata.json: not JSON, or half written: parse error at line 1, column 12: syntax error while parsing value - unexpected end of input; expected ''['', ''{'', or a literal',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(88,15,53106,'53106','waiting',1,1,0,0,'incomplete','peak_basics of run 053106 (hqy3mbplud) is incomplete: being written, or its writer was killed: 3 chunks so far',1796127755286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(89,15,53108,'53108','tocheck',1,1,0,0,'damaged','peak_basics of run 053108 (hqy3mbplud) is damaged: chunk 0: file peak_basics-hqy3mbplud-000000 has 20174 bytes, 20274 were promised, 1112 d 6 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(90,15,53110,'53110','waiting',1,1,0,0,'missing','peak_basics of run 053110 is missing',1796127305286913183,1796126855267455234,1,0);
INSERT INTO "task" VALUES(91,15,53111,'53111','tocheck',1,1,0,0,'missing','peak_basics of run 053111 is missing, 1112 d 13 h after the end of the run',1796213255270811719,1796126855270811719,2,0);
INSERT INTO "task" VALUES(92,16,53101,'53101','tocheck',1,1,1,0,'to_check','no result document in its results folder',NULL,1796126858803582762,4,1);
INSERT INTO "task" VALUES(93,16,53102,'53102','tocheck',1,1,1,0,'to_check','no result document in its results folder',NULL,1796126858710573790,4,1);
INSERT INTO "task" VALUES(94,17,53101,'53101','todo',1,1,1,0,'resource','stopped at its time limit, after 1.1 s',1796126915307503968,1796126861053452145,4,1);
INSERT INTO "task" VALUES(95,17,53102,'53102','todo',1,1,1,0,'resource','stopped at its time limit, after 1.1 s',1796126902186592853,1796126859932937992,4,1);
INSERT INTO "task" VALUES(96,18,53103,'53103','done',1,1,0,0,'','',NULL,1796126861986865512,4,1);
INSERT INTO "task" VALUES(97,18,53104,'53104','waiting',1,1,1,0,'corrupt_data','run 053104, peak_basics-hqy3mbplud: chunk 0 (1961 rows promised): file peak_basics-hqy3mbplud-000000: near byte 52 of 97436: bzip2: error -4',1796127454193646702,1796126861986865512,4,1);
INSERT INTO "task" VALUES(98,18,53105,'53105','waiting',1,1,0,0,'damaged','peak_basics of run 053105 (hqy3mbplud) is damaged: file peak_basics-hqy3mbplud-metadata.json: not JSON, or half written: parse error at line 1, column 12: syntax error while parsing value - unexpected end of input; expected ''['', ''{'', or a literal',1796127312806112940,1796126861920651148,1,0);
INSERT INTO "task" VALUES(99,18,53106,'53106','waiting',1,1,0,0,'incomplete','peak_basics of run 053106 (hqy3mbplud) is incomplete: being written, or its writer was killed: 3 chunks so far',1796127762806112940,1796126861920651148,1,0);
INSERT INTO "task" VALUES(100,18,53110,'53110','waiting',1,1,0,0,'missing','peak_basics of run 053110 is missing',1796127312806112940,1796126861920651148,1,0);
INSERT INTO "task" VALUES(101,18,53111,'53111','tocheck',1,1,0,0,'missing','peak_basics of run 053111 is missing, 1112 d 13 h after the end of the run',1796213261954544836,1796126861954544836,2,0);
INSERT INTO "task" VALUES(102,3,53112,'53112','waiting',1,1,0,0,'missing','peak_basics of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
INSERT INTO "task" VALUES(103,4,53112,'53112','waiting',1,1,0,0,'missing','run 053112: status transferring, wanted: transferred',1796128661954544836,1796126861950833102,1,0);
INSERT INTO "task" VALUES(104,5,53112,'53112','waiting',1,1,0,0,'missing','peak_basics of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
INSERT INTO "task" VALUES(105,6,53112,'53112','waiting',1,1,0,0,'missing','peak_basics of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
INSERT INTO "task" VALUES(106,11,53112,'53112','waiting',1,1,0,0,'missing','event_info of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
INSERT INTO "task" VALUES(107,13,53112,'53112','waiting',1,1,0,0,'missing','peak_basics of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
INSERT INTO "task" VALUES(108,18,53112,'53112','waiting',1,1,0,0,'missing','peak_basics of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
INSERT INTO "task" VALUES(109,15,53112,'53112','waiting',1,1,0,0,'missing','peak_basics of run 053112 is missing',1796127312806112940,1796126861950833102,1,0);
CREATE TABLE token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  secret_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  scope TEXT NOT NULL,
  created_ns INTEGER NOT NULL,
  expires_ns INTEGER,
  used_ns INTEGER
) STRICT;
CREATE TABLE trend (
  series INTEGER NOT NULL,
  block INTEGER NOT NULL,
  points BLOB NOT NULL,
  PRIMARY KEY (series, block)
) STRICT, WITHOUT ROWID;
INSERT INTO "trend" VALUES(1,1659,X'6DCF00000000000005000000000000000000000000000CC0000000000000F87F01000000000000006FCF0000000000000700000000000000000000000000F87F000000000000F87F0000000000000000');
INSERT INTO "trend" VALUES(2,1659,X'6DCF000000000000180000000000000000000040593E2946D96CDFCC76F8A04401000000000000006ECF0000000000001900000000000000000000000000F87F000000000000F87F0000000000000000');
INSERT INTO "trend" VALUES(3,1659,X'6DCF00000000000025000000000000000000000000B2B14066B7D19E89D35040B2110000000000006ECF0000000000002600000000000000000000000050BB408F892E4290E75440501B0000000000006FCF000000000000270000000000000000000000001CA540DF4AC6BA89FD49408E0A000000000000');
INSERT INTO "trend" VALUES(4,1659,X'6ECF0000000000002F00000000000000000000000050BB408F892E4290E75440501B000000000000');
INSERT INTO "trend" VALUES(5,1659,X'6DCF00000000000042000000000000000000000000B2B14066B7D19E89D35040B2110000000000006ECF0000000000004300000000000000000000000050BB408F892E4290E75440501B0000000000006FCF000000000000440000000000000000000000001CA540DF4AC6BA89FD49408E0A000000000000');
INSERT INTO "trend" VALUES(6,1659,X'6FCF0000000000004D0000000000000000000000001CA540DF4AC6BA89FD49408E0A000000000000');
INSERT INTO "trend" VALUES(7,1659,X'6FCF000000000000550000000000000000000000001CA540DF4AC6BA89FD49408E0A000000000000');
INSERT INTO "trend" VALUES(8,1659,X'6FCF000000000000600000000000000000000000001CA540DF4AC6BA89FD49408E0A000000000000');
CREATE TABLE user (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_open ON task (run) WHERE wanted = 1 AND state <> 'done';
CREATE UNIQUE INDEX attempt_open ON attempt (task) WHERE state <> 'ended';
CREATE INDEX artifact_task ON artifact (task);
CREATE INDEX artifact_file ON artifact (sha256) WHERE content IS NULL;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE INDEX outbox_sink ON outbox (sink, id);
CREATE INDEX command_pending ON command (id) WHERE done_ns IS NULL;
CREATE INDEX run_changed ON run (changed_ns);
CREATE INDEX session_user ON session (user);
CREATE INDEX token_user ON token (user);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
CREATE INDEX comment_run ON comment (run);
CREATE INDEX sink_refused_sink ON sink_refused (sink, id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('command',6);
COMMIT;
PRAGMA application_id = 1481592113;
PRAGMA user_version = 4;
